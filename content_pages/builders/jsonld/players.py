"""Addresses of players: what a page may embed of a video or a sound."""

import re

# By the address a viewer opens: that of the player which others may embed.
PLAYERS = (
    (
        r"https://(?:www\.|m\.)?youtube\.com/watch\?(?:.*&)?v=([\w-]{6,})",
        "https://www.youtube.com/embed/{}",
    ),
    (r"https://youtu\.be/([\w-]{6,})", "https://www.youtube.com/embed/{}"),
    (r"https://vimeo\.com/(\d+)", "https://player.vimeo.com/video/{}"),
    (r"https://www\.dailymotion\.com/video/(\w+)", "https://www.dailymotion.com/embed/video/{}"),
    (r"https://rutube\.ru/video/(\w+)", "https://rutube.ru/play/embed/{}"),
)


def player(url: str) -> str | None:
    """The address of the player of a video; None where it is not known."""
    for watched, embedded in PLAYERS:
        if found := re.match(watched, url):
            return embedded.format(found[1])
    return None


def is_played(media_type: str) -> bool:
    """Whether a file is a video or a sound, by its media type."""
    return media_type.startswith(("video/", "audio/"))

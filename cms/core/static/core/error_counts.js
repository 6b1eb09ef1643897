/* The badge of a tab counts the errors of every field in it.

Wagtail 8.0 counts when the page is parsed, before scripts have drawn the blocks of a stream and
what is wrong with them: a tab whose only field is a stream had no badge. Writing the lower bound
makes `w-count` count again.
*/
window.addEventListener("load", () => {
  for (const badge of document.querySelectorAll('[data-controller~="w-count"]')) {
    badge.dataset.wCountMinValue = "0";
  }
});

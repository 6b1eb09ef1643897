// What a frontend writes against the generated types. It is compiled, never run.
import createClient from "openapi-fetch";
import type { components, paths } from "./build/api";

type ItemCard = components["schemas"]["ItemCard"];

const api = createClient<paths>({ baseUrl: "https://portal.example" });

/** Every theatre item a family can watch in Russian, page after page. */
export async function* itemsForFamilies(): AsyncGenerator<ItemCard> {
  let cursor: string | undefined;
  do {
    const { data, error } = await api.GET("/api/v1/items", {
      params: {
        query: {
          locale: "ru",
          category: ["theatre"],
          audience: ["families"],
          order: "-published",
          limit: 50,
          ...(cursor ? { cursor } : {}),
        },
      },
    });
    if (!data) throw new Error(error.detail ?? error.title);
    yield* data.items as ItemCard[];
    cursor = data.next ?? undefined;
  } while (cursor);
}

/** The title of one item, and where else it can be read. */
export async function titleAndAlternates(id: string): Promise<[string, string[]]> {
  const { data, error } = await api.GET("/api/v1/items/{id_or_slug}", {
    params: { path: { id_or_slug: id }, query: { locale: "en", fallback: "chain" } },
  });
  if (!data) throw new Error(`${error.status} ${error.title}`);
  const item = data as components["schemas"]["ItemDetail"];
  return [item.title, item.alternates.map((alternate) => alternate.url)];
}

/** Typed bodies: the block's type decides the shape of its value, nothing is `any`. */
export async function headings(id: string): Promise<string[]> {
  const { data } = await api.GET("/api/v1/items/{id_or_slug}", {
    params: { path: { id_or_slug: id } },
  });
  const item = data as components["schemas"]["ItemDetail"];
  return item.body.flatMap((block) => (block.type === "heading" ? [block.value.text] : []));
}

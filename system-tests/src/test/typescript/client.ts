// A client as an application writes one; it has to compile against the types made of the description.
import createClient from "openapi-fetch";
import type { components, paths } from "./mnemesh.js";

const mnemesh = createClient<paths>({ baseUrl: "http://127.0.0.1:7400" });

export async function remember(apiKey: string, content: string): Promise<components["schemas"]["memory.Memory"] | undefined> {
  const { data: token } = await mnemesh.POST("/api/auth/token", { body: { apiKey } });
  if (!token) {
    return undefined;
  }
  const headers = { Authorization: `Bearer ${token.accessToken}` };
  const { data, error } = await mnemesh.POST("/api/memories", { headers, body: { type: "fact", content } });
  if (error) {
    throw new Error(`${error.title}: ${error.detail}`);
  }
  return data;
}

export async function find(token: string, query: string): Promise<number> {
  const headers = { Authorization: `Bearer ${token}` };
  const { data } = await mnemesh.POST("/api/memories/search", { headers, body: { query, limit: 3 } });
  return data?.hits?.length ?? 0;
}

export async function status(token: string): Promise<string | undefined> {
  const headers = { Authorization: `Bearer ${token}` };
  const { data } = await mnemesh.GET("/api/v2/ecosystem/status", { headers });
  return data?.status;
}

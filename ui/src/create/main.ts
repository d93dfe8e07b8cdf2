import "../parts/base.css";
import type { CreateFrom, CreateKindView } from "../bindings";
import { startPage } from "../start.svelte";
import Window from "./Window.svelte";

// The shell says which call it is opened from, and as what.
const query = new URLSearchParams(location.search);
const draft = query.get("draft");
const from: CreateFrom =
	draft === null ? { from: "call", call: Number(query.get("call")) } : { from: "draft", draft };

startPage("create", Window, { from, kind: query.get("kind") as CreateKindView | null });

import "../parts/base.css";
import { startPage } from "../start.svelte";
import Main from "./Main.svelte";

startPage("main", Main, {});

import "../parts/base.css";
import { startPage } from "../start.svelte";
import Pop from "./Pop.svelte";

startPage("pop", Pop);

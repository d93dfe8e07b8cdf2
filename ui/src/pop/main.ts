import "../parts/base.css";
import { startPage } from "../start.svelte";
import Pop from "./Pop.svelte";

// The shell says whether the window is blended with what is behind it.
const corners = new URLSearchParams(location.search).get("corners");
if (corners === "round") document.documentElement.dataset.corners = "round";

startPage("pop", Pop, {});

import "../parts/base.css";
import { startPage } from "../start.svelte";
import Pop from "./Pop.svelte";

// The shell says whether the window is blended with what is behind it.
const corners = new URLSearchParams(location.search).get("corners");
if (corners === "round") document.documentElement.dataset.corners = "round";

// A font is read when it is first drawn with: the first call would wait for it.
void document.fonts.load('1em "Inter Variable"', "Aa0");
startPage("pop", Pop, {});

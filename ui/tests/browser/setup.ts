import { afterEach } from "vitest";
import "../../src/parts/base.css";
import { tidy } from "./show";

afterEach(tidy);

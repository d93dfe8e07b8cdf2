import { type Problem, type ProblemCode, SIGNED_OUT_CODES } from "../bindings";

/** Whether what mends it ends with signing in to Salesforce. */
export function isSignedOut(code: ProblemCode): boolean {
	return SIGNED_OUT_CODES.includes(code);
}

/** What a question ended with instead of an answer; `"silent"`: with nothing. */
export function asProblem(thrown: unknown): Problem | "silent" {
	const known = typeof thrown === "object" && thrown !== null && "code" in thrown;
	return known ? (thrown as Problem) : "silent";
}

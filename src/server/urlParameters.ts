import { findBodyFault } from "./bodyFault.js";
import { BodyFaultError } from "./jsonBody.js";

/** The parameters of a GraphQL request by GET that are JSON. */
const JSON_PARAMETERS = ["variables", "extensions"];

/**
 * Holds what a URL carries to the same bounds as a body.
 *
 * @param search the part of the URL behind its question mark
 * @throws BodyFaultError naming the parameter
 */
export function requireSoundParameters(search: string, maxDepth: number): void {
  if (search === "") return;
  const parameters = new URLSearchParams(search);
  for (const name of JSON_PARAMETERS) {
    for (const text of parameters.getAll(name)) {
      // In a body it stands one level deeper.
      const fault = findBodyFault({ [name]: parse(text) }, maxDepth, `parameter ${name}`);
      if (fault) throw new BodyFaultError(fault.message);
    }
  }
}

/** What is no JSON is for Apollo Server to refuse. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import type { Config } from "../../config/config.js";
import { ACCESS_DENIED } from "../../devices/enosCodes.js";
import type { ThingModel } from "../../devices/thingModel/thingModel.js";
import type { Answer, Session } from "./session.js";
import type { Throwaway } from "./throwaway.js";

/** A question that no manual answers, with the function that finds the answer. */
export interface Probe {
  readonly question: string;
  /** The sandbox's answer with default settings. */
  readonly sandbox: string;
  /** Whether it needs the throwaway device, or sends a write that EnOS must refuse. */
  readonly writes: boolean;
  /**
   * Finds the answer.
   *
   * @throws Unanswered when it cannot be found out.
   * @throws EnosRequestError when EnOS gave no answer.
   */
  readonly find: (run: ProbeRun) => Finding | Promise<Finding>;
}

/** The answer that a probe found. */
export interface Finding {
  readonly answer: string;
  /** The setting or measure that the answer requires. */
  readonly advice?: string;
  /** Whether it differs from the sandbox's answer. Default: whether the texts differ. */
  readonly differs?: boolean;
}

/** The context of the probes of one run. */
export interface ProbeRun {
  readonly session: Session;
  /** The product whose devices and model are read. */
  readonly productKey: string | undefined;
  readonly config: Pick<Config, "deviceKeys" | "patchAttributes">;
  /** Absent when the run must not write. */
  readonly throwaway: Throwaway | undefined;
  /** The product's thing model, once it was read. */
  model: ThingModel | undefined;
}

/** The answer could not be found; the message says why. */
export class Unanswered extends Error {
  override readonly name = "Unanswered";
}

/** Returns an answer as the report shows it: `HTTP 200, code 11404 “Device cannot be found”`. */
export function describe({ status, code, message }: Answer): string {
  const text = message === "" ? "" : ` “${message}”`;
  return code === undefined ? `HTTP ${status}${text}` : `HTTP ${status}, code ${code}${text}`;
}

/** Returns whether EnOS says that this application lacks a permission. */
export function isDenied({ status, code }: Answer): boolean {
  return code === ACCESS_DENIED || (code === undefined && status === 403);
}

/** Returns whether the gateway let a request through: the answer has a code of the service behind it. */
function isFromService({ code }: Answer): boolean {
  return code !== undefined;
}

/** @throws Unanswered unless EnOS accepted the request. */
export function accepted(answer: Answer): Answer {
  if (answer.code !== 0) throw new Unanswered(`EnOS answered ${describe(answer)}.`);
  return answer;
}

/** Returns the finding about a permission. Any other answer of the service than "denied" shows that there is one. */
export function permission(answer: Answer, operation: string): Finding {
  if (isDenied(answer))
    return { answer: `denied (${describe(answer)})`, advice: `Permit ${operation} to the service account.` };
  if (!isFromService(answer)) throw new Unanswered(`EnOS's gateway answered ${describe(answer)}.`);
  return { answer: "yes" };
}

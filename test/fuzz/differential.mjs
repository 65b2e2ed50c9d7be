import { CACHED_INPUTS } from "./operations.mjs";
import { send } from "./send.mjs";

const CREATE = "mutation($input: CreateDeviceInput!) { createDevice(input: $input) { __typename } }";

/** Has Apollo Server execute the operation, whatever the operation cache knows. */
const BY_APOLLO_SERVER = { extensions: {} };

/** IDs that differ each time: those of EnOS's requests, and of incidents. */
const PASSING = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Sends each operation through Apollo Server and then from the operation cache, by several callers in turn. */
export class Differential {
  #callers;

  constructor(agent, origin, routerSecret) {
    this.agent = agent;
    this.origin = origin;
    const headers = { "content-type": "application/json", "router-authorization": routerSecret };
    const everything = "device:create device:read device:update device:delete device:secret";
    this.#callers = [
      { ...headers, "x-caller-orgs": "*", "x-caller-scopes": everything },
      { ...headers, "x-caller-orgs": "o15475450989191", "x-caller-scopes": "device:read" },
      { ...headers, "x-caller-orgs": "o2", "x-caller-scopes": "device:create device:read" },
    ];
  }

  /** Creates the devices that operations find again. */
  async prepare() {
    for (const input of CACHED_INPUTS)
      await this.#ask({ query: CREATE, variables: { input } }, this.#callers[0]);
  }

  /**
   * Returns what differs between the answers to one operation; undefined when nothing does.
   *
   * Requests beside it create devices: only what differs again and again is no new device.
   */
  async findDifference(operation) {
    let difference;
    for (let times = 0; times < 5; times++) {
      difference = await this.#compare(operation);
      if (difference === undefined) return undefined;
    }
    return difference;
  }

  async #compare(operation) {
    const byApolloServer = await this.#askAll({ ...operation, ...BY_APOLLO_SERVER });
    for (const times of [1, 2]) {
      const answers = await this.#askAll(operation);
      const differing = answers.findIndex((answer, index) => answer !== byApolloServer[index]);
      if (differing >= 0)
        return `another answer to caller ${differing}, time ${times}\n  ${answers[differing]}\n  instead of ${byApolloServer[differing]}`;
    }
    return undefined;
  }

  async #askAll(body) {
    const answers = [];
    for (const headers of this.#callers) answers.push(await this.#ask(body, headers));
    return answers;
  }

  async #ask(body, headers) {
    const request = { method: "POST", path: "/graphql", headers, body: JSON.stringify(body) };
    const answer = await send(this.agent, this.origin, request);
    return answer ? toComparable(answer) : "no answer";
  }
}

/** Errors may come in any order: fields are resolved side by side. */
function toComparable({ status, body = "" }) {
  const text = body.replaceAll(PASSING, "ID");
  try {
    const { errors = [], ...rest } = JSON.parse(text);
    const told = errors.map((error) => JSON.stringify(error)).sort();
    return `${status} ${JSON.stringify(rest)} ${told.join(" ")}`;
  } catch {
    return `${status} ${text}`;
  }
}

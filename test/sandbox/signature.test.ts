import { readCall } from "../../src/sandbox/http/call.js";
import { encryptionOf, signatureOf } from "../../src/sandbox/gateway/signature.js";
import samples from "../support/samples.json" with { type: "json" };
import { DEVICE, ORG_ID, startEnos, stopAll } from "./enosClient.js";

afterEach(stopAll);

describe("the sandbox's signature", () => {
  it.each(samples.signing.vectors)("is the manual's: $name", (vector) => {
    const { pathname, search } = new URL(vector.url);
    const { accessToken, timestamp, appSecret } = vector;
    const request = { method: vector.method, url: pathname + search, headers: {} };
    const { query, body } = readCall(request, Buffer.from(vector.body ?? ""));
    expect(signatureOf({ accessToken, query, body, timestamp, appSecret })).toBe(vector.signature);
  });

  it("proves to the token service who asks", () => {
    const { appKey, timestamp, appSecret, encryption } = samples.signing.tokenEncryption;
    expect(encryptionOf(appKey, timestamp, appSecret)).toBe(encryption);
  });
});

describe("a call that does not prove who sends it", () => {
  const path = `/connect-service/v2.1/devices?action=create&orgId=${ORG_ID}`;

  it("is refused by the gateway, and is in the request log", async () => {
    const enos = await startEnos();
    const response = await enos.send("POST", path, JSON.stringify(DEVICE), {
      "apim-accesstoken": await enos.accessToken(),
      "apim-timestamp": "1700000000000",
      "apim-signature": "0".repeat(64),
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ message: "Invalid authentication credentials" });
    const { calls } = await enos.admin<{ calls: unknown[] }>("GET", "calls");
    expect(calls).toMatchObject([
      { operation: "token", signatureValid: null, outcome: 0 },
      { operation: "create", signatureValid: false, outcome: "HTTP 401", query: { orgId: ORG_ID } },
    ]);
  });

  it.each([
    ["code", 200, { code: 1203, data: null }],
    ["status", 200, { status: 1203 }],
    ["401", 401, { message: "Invalid authentication credentials" }],
  ] as const)(
    "with an expired token is refused in the format %s",
    async (expiredTokenFormat, status, body) => {
      let now = Date.now();
      const enos = await startEnos({ expiredTokenFormat, tokenLifetimeSeconds: 60, clock: () => now });
      await enos.accessToken();
      now += 60_000;
      const response = await enos.call("POST", { action: "create", orgId: ORG_ID }, JSON.stringify(DEVICE));
      expect(response.status).toBe(status);
      expect(await response.json()).toMatchObject(body);
    },
  );
});

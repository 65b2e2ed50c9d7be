import { serveToken } from "../../src/sandbox/gateway/tokenEndpoint.js";
import { encryptionOf } from "../../src/sandbox/gateway/signature.js";
import { readCall } from "../../src/sandbox/http/call.js";
import { createState } from "../../src/sandbox/state.js";
import samples from "../support/samples.json" with { type: "json" };
import { startEnos, stopAll } from "./enosClient.js";

afterEach(stopAll);

describe("the token service", () => {
  it("gives everybody the same token for as long as it lives", async () => {
    let now = Date.now();
    const enos = await startEnos({ clock: () => now });
    const first = await enos.askToken("get");
    expect(first).toEqual({
      status: 0,
      msg: "SUCCESS",
      business: "apim-token-service",
      data: { accessToken: expect.any(String) as string, expire: 7200 },
    });
    now += 200_000;
    expect((await enos.askToken("get")).data).toEqual({ ...first.data, expire: 7000 });
    now += 7_000_000;
    const { accessToken, expire } = (await enos.askToken("get")).data;
    expect(accessToken).not.toBe(first.data.accessToken);
    expect(expire).toBe(7200);
  });

  it("takes each encryption once, whether its timestamp is text or number", async () => {
    const { appKey, appSecret, timestamp, encryption } = samples.signing.tokenEncryption;
    const enos = await startEnos({ appKey, appSecret });
    const request = { timestamp: Number(timestamp), encryption };
    expect(await enos.askToken("get", request)).toMatchObject({ status: 0 });
    expect(await enos.askToken("get", { timestamp, encryption })).toMatchObject({
      status: 1001,
    });
  });

  it("remembers the last 10,000 encryptions, however many come", () => {
    const state = createState({});
    const { appKey, appSecret } = state.credentials;
    const request = { method: "POST", url: "/apim-token-service/v2.0/token/get", headers: {} };
    const ask = (timestamp: number) => {
      const encryption = encryptionOf(appKey, String(timestamp), appSecret);
      const body = JSON.stringify({ appKey, timestamp, encryption });
      return serveToken(state, readCall(request, Buffer.from(body))).body;
    };
    const first = Date.now();
    for (let request = 0; request < 10_001; request++) ask(first + request);
    expect(state.usedEncryptions.size).toBe(10_000);
    expect(ask(first + 1)).toMatchObject({ status: 1001 });
    expect(ask(first)).toMatchObject({ status: 0 });
  });

  it.each([
    [1002, { appKey: "99999999-2222-3333-4444-555555555555" }],
    [1003, { encryption: "0".repeat(64) }],
    [1004, { timestamp: "yesterday" }],
    [1202, { encryption: "" }],
    [1202, { appKey: undefined }],
  ])("refuses with %i what is wrong: %j", async (status, change) => {
    const enos = await startEnos();
    expect(await enos.askToken("get", change)).toMatchObject({ status, data: null });
  });

  it("gives a new token for the living one, which dies", async () => {
    const enos = await startEnos();
    const accessToken = await enos.accessToken();
    const refreshed = await enos.askToken("refresh", { accessToken });
    expect(refreshed).toMatchObject({ status: 0, data: { expire: 7200 } });
    expect(refreshed.data.accessToken).not.toBe(accessToken);
    expect(await enos.create()).toMatchObject({ code: 1203 });
    expect(await enos.askToken("refresh", { accessToken })).toMatchObject({ status: 1204 });
  });
});

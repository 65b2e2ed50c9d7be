import { readFileSync } from "node:fs";

import { encrypt, sign } from "../../src/enos/auth/signature.js";
import { Secret } from "../../src/runtime/secret.js";

const { signing } = JSON.parse(readFileSync("test/support/samples.json", "utf8")) as {
  signing: {
    tokenEncryption: { appKey: string; appSecret: string; timestamp: string; encryption: string };
    vectors: {
      name: string;
      url: string;
      body: string | null;
      accessToken: string;
      timestamp: string;
      appSecret: string;
      signature: string;
    }[];
  };
};

it.each(signing.vectors)(
  "signs as EnOS does: $name",
  ({ url, body, accessToken, timestamp, appSecret, signature }) => {
    const query = Object.fromEntries(new URL(url).searchParams);
    const signed = { accessToken, query, body: body ?? undefined, timestamp };
    expect(sign(signed, new Secret(appSecret))).toBe(signature);
  },
);

it("makes the token service's encryption as EnOS does", () => {
  const { appKey, appSecret, timestamp, encryption } = signing.tokenEncryption;
  expect(encrypt(appKey, timestamp, new Secret(appSecret))).toBe(encryption);
});

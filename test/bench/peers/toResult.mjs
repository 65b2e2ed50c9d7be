/** Gives the union member that an envelope of EnOS stands for, in the shape of the schema. */
export function toResult(input, { code, msg, requestId, data }) {
  if (code !== 0)
    return { __typename: "UnrecognizedDeviceError", code, message: msg, retryable: false, requestId };
  const id = Buffer.from(JSON.stringify(["1", input.orgId, data.assetId])).toString("base64url");
  const device = { id, ...input, ...data };
  return {
    __typename: "CreateDeviceSuccess",
    device,
    deviceSecret: data.deviceSecret,
    deviceSecretStatus: "PROVIDED",
    replayed: false,
    requestId,
  };
}

/** Gives the union member that an envelope of EnOS stands for, in the shape of the schema. */
export function toResult(input, { code, msg, requestId, data }) {
  if (code !== 0)
    return { __typename: "UnrecognizedDeviceError", code, message: msg, retryable: false, requestId };
  const device = { ...input, ...data };
  return {
    __typename: "CreateDeviceSuccess",
    device,
    deviceSecret: data.deviceSecret,
    replayed: false,
    requestId,
  };
}

import { type Answer, invalidArgument } from "./answer.js";
import type { Expression } from "./expression.js";
import { ExpressionError } from "./lexer.js";
import { parseExpression } from "./parseExpression.js";
import { isObject } from "./shape.js";

/** The body of Search Device, understood. */
export interface SearchRequest {
  readonly expression: Expression | undefined;
  readonly pageNo: number;
  readonly pageSize: number;
  readonly projection: readonly string[] | undefined;
}

const DEFAULT_PAGE_SIZE = 10;

/** Gives the request a body holds, or the refusal of the first argument that is wrong. */
export function readSearchRequest(
  body: Record<string, unknown>,
  maxPageSize: number,
): SearchRequest | Answer {
  const { expression, pagination, projection } = body;
  const { pageNo = 1, pageSize = DEFAULT_PAGE_SIZE } = isObject(pagination) ? pagination : {};
  if ((pagination ?? undefined) !== undefined && !isObject(pagination)) {
    return invalidArgument("pagination", "pagination is invalid");
  }
  if (!isPositive(pageNo)) return invalidArgument("pageNo", "pageNo is invalid");
  if (!isPositive(pageSize)) return invalidArgument("pageSize", "pageSize is invalid");
  if (pageSize > maxPageSize) return invalidArgument("pageSize", `pageSize exceeds ${maxPageSize}`);
  if ((projection ?? undefined) !== undefined && !isTexts(projection)) {
    return invalidArgument("projection", "projection is invalid");
  }
  try {
    return {
      expression: readExpression(expression),
      pageNo,
      pageSize,
      projection: isTexts(projection) ? projection : undefined,
    };
  } catch (error) {
    if (error instanceof ExpressionError) return invalidArgument("expression", error.message);
    throw error;
  }
}

function readExpression(expression: unknown): Expression | undefined {
  if (expression === undefined || expression === null || expression === "") return undefined;
  if (typeof expression !== "string") throw new ExpressionError("expression is invalid");
  return parseExpression(expression);
}

function isPositive(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

import type { ApolloServerPlugin, BaseContext } from "@apollo/server";
import type { DocumentNode, GraphQLFormattedError, OperationDefinitionNode } from "graphql";

/** An operation that has its answer. */
export interface AnsweredOperation<Context> {
  readonly context: Context;
  /** Undefined when the request's text is no GraphQL. */
  readonly document: DocumentNode | undefined;
  readonly operation: OperationDefinitionNode | undefined;
  readonly errors: readonly GraphQLFormattedError[];
}

/** Is told of every operation once it has its answer. */
export type OperationObserver<Context> = (answered: AnsweredOperation<Context>) => void;

/** Tells an observer what Apollo Server answers. */
export function observeOperations<Context extends BaseContext>(
  observe: OperationObserver<Context>,
): ApolloServerPlugin<Context> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        willSendResponse: ({ contextValue: context, document, operation, response: { body } }) => {
          const errors = body.kind === "single" ? (body.singleResult.errors ?? []) : [];
          observe({ context, document, operation, errors });
          return Promise.resolve();
        },
      }),
  };
}

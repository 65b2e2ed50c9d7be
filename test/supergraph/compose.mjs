import { composeServices as composeForApollo } from "@apollo/composition";
import { composeServices as composeForHive } from "@theguild/federation-composition";
import { federateSubgraphs } from "@wundergraph/composition";
import { parse } from "graphql";

/**
 * The composers in use. Each gives the supergraph, and every error, hint or warning as a line of text.
 *
 * @typedef {{ name: string, url: string, sdl: string }} Subgraph
 */
export const COMPOSERS = {
  "@apollo/composition": compose,

  "@theguild/federation-composition": (/** @type {Subgraph[]} */ subgraphs) => {
    const { supergraphSdl, errors = [] } = composeForHive(subgraphs.map(toService));
    return { supergraphSdl, problems: errors.map(({ message }) => message) };
  },

  "@wundergraph/composition": (/** @type {Subgraph[]} */ subgraphs) => {
    const composed = federateSubgraphs({
      subgraphs: subgraphs.map(({ name, url, sdl }) => ({ name, url, definitions: parse(sdl) })),
      version: "1",
    });
    const problems = [...(composed.errors ?? []), ...composed.warnings];
    return { supergraphSdl: undefined, problems: problems.map(({ message }) => message) };
  },
};

/** Gives the supergraph of the subgraphs as Apollo's composer sees it. */
export function compose(/** @type {Subgraph[]} */ subgraphs) {
  const { supergraphSdl, errors = [], hints = [] } = composeForApollo(subgraphs.map(toService));
  const problems = [
    ...errors.map(({ message }) => message),
    ...hints.map(({ definition, message }) => `${definition.code}: ${message}`),
  ];
  return { supergraphSdl, problems };
}

function toService({ name, url, sdl }) {
  return { name, url, typeDefs: parse(sdl) };
}

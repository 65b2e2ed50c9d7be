import {
  type GraphQLCompositeType,
  GraphQLIncludeDirective,
  type GraphQLNamedType,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  getDirectiveValues,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
} from "graphql";

type Info = Pick<GraphQLResolveInfo, "fieldNodes" | "fragments" | "returnType" | "schema" | "variableValues">;

/** Returns the names of all fields of one object type that an operation selects anywhere below a field. */
export function selectedFields(info: Info, typeName: string): ReadonlySet<string> {
  const { fieldNodes, fragments, returnType, schema, variableValues } = info;
  const names = new Set<string>();
  const spread = new Set<string>();
  const walk = (type: GraphQLCompositeType, { selections }: SelectionSetNode): void => {
    for (const node of selections) {
      if (!isIncluded(node, variableValues)) continue;
      if (node.kind === Kind.FIELD) {
        const name = node.name.value;
        if (type.name === typeName) names.add(name);
        enter(typeOfField(type, name), node.selectionSet);
        continue;
      }
      const fragment = node.kind === Kind.FRAGMENT_SPREAD ? fragments[node.name.value] : node;
      if (!fragment || (node.kind === Kind.FRAGMENT_SPREAD && spread.has(node.name.value))) continue;
      if (node.kind === Kind.FRAGMENT_SPREAD) spread.add(node.name.value);
      const condition = fragment.typeCondition?.name.value;
      enter(condition === undefined ? type : schema.getType(condition), fragment.selectionSet);
    }
  };
  const enter = (type: GraphQLNamedType | undefined, selections: SelectionSetNode | undefined): void => {
    if (selections && isCompositeType(type)) walk(type, selections);
  };
  for (const { selectionSet } of fieldNodes) enter(getNamedType(returnType), selectionSet);
  return names;
}

/** Returns whether `@skip` and `@include` let a selection through. */
function isIncluded(node: SelectionNode, variables: Info["variableValues"]): boolean {
  if (!node.directives?.length) return true;
  const skip = getDirectiveValues(GraphQLSkipDirective, node, variables);
  const include = getDirectiveValues(GraphQLIncludeDirective, node, variables);
  return skip?.if !== true && include?.if !== false;
}

function typeOfField(type: GraphQLCompositeType, name: string): GraphQLNamedType | undefined {
  const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
  return field && getNamedType(field.type);
}

/** Prints as HTML the form that rjsf makes of the JSON Schema on its standard input. */
import { json } from "node:stream/consumers";

import rjsf from "@rjsf/core";
import { customizeValidator } from "@rjsf/validator-ajv8";
import { Ajv2020 } from "ajv/dist/2020.js";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";

// The package has a CommonJS and an ESM form, which Node and bundlers name differently.
const Form = rjsf.default ?? rjsf;
const validator = customizeValidator({ AjvClass: Ajv2020, ajvOptionsOverrides: { strict: true } });
const schema = await json(process.stdin);
// Without it rjsf selects the first choice of what nobody has touched.
const experimental_defaultFormStateBehavior = { constAsDefaults: "skipOneOf" };
const form = createElement(Form, { schema, validator, experimental_defaultFormStateBehavior });
process.stdout.write(renderToStaticMarkup(form));

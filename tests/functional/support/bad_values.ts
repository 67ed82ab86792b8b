// From a schema, the values that it must refuse.
import { follow } from './contract.ts';
import type { Service } from './places.ts';

export interface BadValue {
  what: string;
  value: unknown;
}

const OTHER_TYPES: [type: string, value: unknown][] = [
  ['string', 'x'],
  ['integer', 7],
  ['number', 1.5],
  ['boolean', true],
  ['array', [1]],
  ['object', { x: 1 }],
];

function typesOf(schema: any): string[] {
  if (schema.enum) return ['string'];
  if (schema.oneOf) return schema.oneOf.flatMap((one: any) => typesOf(one));
  return [schema.type].flat();
}

export function badValues(service: Service, unfollowed: any): BadValue[] {
  const schema = flatten(service, unfollowed);
  const types = typesOf(schema);
  const bad: BadValue[] = OTHER_TYPES.filter(([type]) => !types.includes(type) && !(type === 'integer' && types.includes('number')))
    .map(([type, value]) => ({ what: `is ${type}`, value }));
  const add = (what: string, value: unknown) => bad.push({ what, value });
  if (!types.includes('null')) add('is null', null);
  if (types.includes('string')) {
    if (schema.maxLength) add('is too long', 'a'.repeat(schema.maxLength + 1));
    if (schema.maxLength) add('is too long in letters of two bytes', 'я'.repeat(schema.maxLength + 1));
    if (schema.minLength > 0) add('is empty', '');
    add('holds NUL', 'a\u0000bcdefghijklmnop');
    if (schema.enum) add('is no choice', `${schema.enum[0]}x`);
    if (schema.pattern || schema.format) add('has another form', '§§§ not of this form §§§');
  }
  if (types.includes('integer')) {
    if (schema.minimum !== undefined) add('is too small', schema.minimum - 1);
    if (schema.maximum !== undefined) add('is too large', schema.maximum + 1);
    add('is negative', -1);
    add('is huge', 1e300);
    add('is text', '12');
  }
  if (types.includes('array')) {
    if (schema.maxItems) add('has too many', Array.from({ length: schema.maxItems + 1 }, (_, i) => `+7999${1000000 + i}`));
    if (schema.uniqueItems) add('has one twice', ['+79991234567', '+79991234567']);
    for (const { what, value } of badValues(service, schema.items)) add(`has an item that ${what}`, [value]);
  }
  return bad;
}

function flatten(service: Service, unfollowed: any): any {
  const schema = follow(service, unfollowed);
  if (!schema.oneOf) return schema;
  const parts = schema.oneOf.map((one: any) => flatten(service, one));
  return { ...Object.assign({}, ...parts), type: parts.flatMap((part: any) => typesOf(part)), oneOf: undefined };
}

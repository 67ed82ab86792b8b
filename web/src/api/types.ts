// From the generated documents to the types that the client and the pages use.
import type { components as Dci, paths as DciPaths } from './generated/dci';
import type { components as Ottb, paths as OttbPaths } from './generated/ottb';
import type { components as Point, paths as PointPaths } from './generated/point';
import type { components as Workspace, paths as WorkspacePaths } from './generated/workspace';

// What several services answer (health, documents) is POINT's here; the shapes are the same.
type All = PointPaths & Omit<OttbPaths, keyof PointPaths> & Omit<DciPaths, keyof PointPaths | keyof OttbPaths> & Omit<WorkspacePaths, keyof PointPaths | keyof OttbPaths | keyof DciPaths>;

type Operation<P, M extends string> = P extends keyof All ? (M extends keyof All[P] ? NonNullable<All[P][M]> : never) : never;

export type PathsWith<M extends string> = { [P in keyof All]: All[P] extends Partial<Record<M, infer O>> ? ([NonNullable<O>] extends [never] ? never : P) : never }[keyof All];

type Json<Content> = Content extends { 'application/json': infer Body } ? Body : unknown;
export type ResultOf<P, M extends string> = Operation<P, M> extends { responses: infer R }
  ? R extends { 200: { content: infer C } } ? Json<C> : R extends { 201: { content: infer C } } ? Json<C> : R extends { 202: { content: infer C } } ? Json<C> : undefined
  : never;
export type BodyOf<P, M extends string> = Operation<P, M> extends { requestBody?: infer B } ? (NonNullable<B> extends { content: infer C } ? Json<C> : undefined) : undefined;

type Parameters<P, M extends string> = Operation<P, M> extends { parameters: infer All } ? All : object;
/// `path` fills {…}; `query` is the query; absent ones are left out.
export type Options<P = string, M extends string = string> = {
  signal?: AbortSignal;
  keepalive?: boolean; // also when the page goes
  version?: number; // If-Match: refused with 409 when it is another one meanwhile
} & (P extends keyof All
  ? { path?: Parameters<P, M> extends { path: infer V } ? V : never; query?: Parameters<P, M> extends { query?: infer V } ? V : never }
  : { path?: Record<string, unknown>; query?: Record<string, unknown> });

type Schemas<C> = C extends { schemas: infer S } ? S : object;
/// A schema by its name in api/*.yaml: `Schema<'Slot'>`.
export type Schema<Name extends keyof (Schemas<Point> & Schemas<Ottb> & Schemas<Dci> & Schemas<Workspace>)> =
  (Schemas<Ottb> & Omit<Schemas<Point>, keyof Schemas<Ottb>> & Omit<Schemas<Dci>, keyof Schemas<Ottb>> & Omit<Schemas<Workspace>, keyof Schemas<Ottb>>)[Name];

export type Slot = Schema<'Slot'>;
export type SlotState = Schema<'SlotState'>;
export type Trunk = Schema<'Trunk'>;
export type Call = Schema<'Call'>;
export type User = Schema<'User'>;
export type SessionUser = Schema<'SessionUser'>;

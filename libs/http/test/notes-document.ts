/** A small contract that has everything the edge treats specially, and its types as the generator would write them. */
const noteId = '^note_[0-7][0-9a-hjkmnp-tv-z]{25}$';
const answer = (status: string, schema: object | undefined) => ({
  [status]: { description: 'ok', ...(schema === undefined ? {} : { content: { 'application/json': { schema } } }) },
});
const note = {
  type: 'object',
  additionalProperties: false,
  required: ['noteId', 'text', 'amountMinor'],
  properties: { noteId: { type: 'string', pattern: noteId }, text: { type: 'string' }, amountMinor: { type: 'string' } },
};
const newNote = {
  type: 'object',
  additionalProperties: false,
  required: ['text', 'amountMinor', 'rank'],
  properties: {
    text: { type: 'string', minLength: 1, maxLength: 100 },
    amountMinor: { type: 'string', pattern: '^[1-9][0-9]{0,14}$' },
    rank: { type: 'integer', minimum: 1, maximum: 9 },
    on: { type: 'string', format: 'date' },
    mood: { enum: ['good', 'bad'] },
  },
};
const idParameter = { name: 'noteId', in: 'path', required: true, schema: { type: 'string', pattern: noteId } };
const key = { name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string' } };
const limit = { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 100, default: 25 } };
const body = { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/NewNote' } } } };

export const notesDocument = {
  components: { schemas: { Note: note, NewNote: newNote } },
  paths: {
    '/v1/notes': {
      get: {
        operationId: 'listNotes',
        parameters: [limit, { name: 'tag', in: 'query', schema: { type: 'array', items: { type: 'string' } } }],
        responses: answer('200', { type: 'object' }),
      },
      post: {
        operationId: 'createNote',
        parameters: [key],
        requestBody: body,
        responses: answer('201', { $ref: '#/components/schemas/Note' }),
      },
    },
    '/v1/notes/{noteId}': {
      parameters: [idParameter],
      get: { operationId: 'getNote', responses: answer('200', { $ref: '#/components/schemas/Note' }) },
      put: { operationId: 'changeNote', requestBody: body, responses: answer('200', { $ref: '#/components/schemas/Note' }) },
      delete: { operationId: 'deleteNote', responses: answer('204', undefined) },
    },
    '/v1/broken': {
      get: {
        operationId: 'getBroken',
        parameters: [{ name: 'how', in: 'query', schema: { type: 'string' } }],
        responses: answer('200', note),
      },
    },
    '/v1/open': { get: { operationId: 'getOpen', responses: answer('200', { type: 'object' }) } },
  },
};

type Json<T> = { content: { 'application/json': T } };
type Note = { noteId: string; text: string; amountMinor: string };
type NewNote = { text: string; amountMinor: string; rank: number; on?: string; mood?: 'good' | 'bad' };
type ById = { path: { noteId: string } };

export type NotesOperations = {
  listNotes: { parameters: { query?: { limit?: number; tag?: string[] } }; responses: { 200: Json<Record<string, unknown>> } };
  createNote: { parameters: { header: { 'Idempotency-Key': string } }; requestBody: Json<NewNote>; responses: { 201: Json<Note> } };
  getNote: { parameters: ById; responses: { 200: Json<Note> } };
  changeNote: { parameters: ById; requestBody: Json<NewNote>; responses: { 200: Json<Note> } };
  deleteNote: { parameters: ById; responses: { 204: { content?: never } } };
  getBroken: { parameters: { query?: { how?: string } }; responses: { 200: Json<Note> } };
  getOpen: { parameters: { query?: never }; responses: { 200: Json<Record<string, unknown>> } };
};

// Calls the embeddings API through OpenAI's own client and prints what the client gave back as one JSON object.
// Environment: OPENAI_CLIENT (folder the client is installed in), OPENAI_BASE_URL, OPENAI_API_KEY; input: the corpus, a list
// of {name, request} for embeddings.create.
import {createRequire} from 'node:module';
import {readFileSync} from 'node:fs';

const {default: OpenAI} = createRequire(process.env.OPENAI_CLIENT + '/')('openai');
const client = new OpenAI({maxRetries: 0});
const results = {};

const outcome = async call => {
  try {
    return {value: await call()};
  } catch (error) {
    return {error: error.constructor.name, status: error.status, message: error.message, code: error.code};
  }
};

// Asked for base64, the client hands on what it got.
const plain = embedding => typeof embedding === 'string' ? embedding : Array.from(embedding);

for (const {name, request} of JSON.parse(readFileSync(0, 'utf8'))) {
  results[name] = await outcome(async () => {
    const {object, model, data, usage} = await client.embeddings.create(request);
    return {object, model, usage, data: data.map(one => ({...one, embedding: plain(one.embedding)}))};
  });
}
results['models.list'] = await outcome(async () => {
  const names = [];
  for await (const model of client.models.list()) names.push(model.id);
  return names;
});
results['models.retrieve'] = await outcome(async () => (await client.models.retrieve('all-MiniLM-L6-v2')).object);
results['wrong key'] = await outcome(() =>
  new OpenAI({maxRetries: 0, apiKey: 'sk-none'}).embeddings.create({model: 'all-MiniLM-L6-v2', input: 'x'}));
process.stdout.write(JSON.stringify(results));

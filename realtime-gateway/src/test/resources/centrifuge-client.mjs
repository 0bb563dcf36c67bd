// Drives clients of the Centrifuge protocol as they come from npm. Input: one JSON object per line that says what a client
// does; output: one per line for what a client tells. Environment: CENTRIFUGE_CLIENT (folder the client is installed in),
// CENTRIFUGE_HOST (with its port).
import {createRequire} from 'node:module';
import {createInterface} from 'node:readline';

const require = createRequire(process.env.CENTRIFUGE_CLIENT + '/');
const formats = {json: require('centrifuge').Centrifuge, protobuf: require('centrifuge/build/protobuf').Centrifuge};
const WebSocket = require('ws');

const NOWHERE = 'ws://127.0.0.1:1/';
const {CENTRIFUGE_HOST: HOST} = process.env;
const clients = {};

const tell = (client, event, more = {}) => process.stdout.write(JSON.stringify(plain({client, event, ...more})) + '\n');

// The client's socket, which can be dropped and kept from coming back.
const socketOf = state => class extends WebSocket {
  constructor(url, protocols) {
    super(state.away ? NOWHERE : url, protocols);
    state.socket = this;
  }
};

// Requests, which can be cut off and kept from coming back.
const fetchOf = state => (url, options = {}) => {
  if (state.away) return Promise.reject(new TypeError('away'));
  const signals = [state.cut.signal, options.signal].filter(signal => signal);
  return fetch(url, {...options, signal: AbortSignal.any(signals)});
};

// Server-sent events, which Node.js does not have, as far as the client needs them.
const eventSourceOf = state => class {
  constructor(url) {
    this.controller = new AbortController();
    this.listen(url);
  }

  async listen(url) {
    try {
      const response = await fetchOf(state)(url, {signal: this.controller.signal});
      if (!response.ok) throw new Error(`status ${response.status}`);
      this.onopen();
      let text = '';
      for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
        const events = (text + chunk).split('\n\n');
        text = events.pop();
        for (const event of events) this.onmessage({data: event.slice('data: '.length)});
      }
      this.onerror(new Error('the end'));
    } catch (error) {
      if (!this.controller.signal.aborted) this.onerror(error);
    }
  }

  close() {
    this.controller.abort();
  }
};

// In protobuf, data are bytes.
const plain = value => {
  if (value instanceof Uint8Array) return value.length ? JSON.parse(new TextDecoder().decode(value)) : undefined;
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
};

const bytes = value => new TextEncoder().encode(JSON.stringify(value));

const outcome = async (client, call) => {
  try {
    tell(client, 'result', {value: await call()});
  } catch (error) {
    tell(client, 'failure', {code: error.code, message: error.message});
  }
};

const actions = {
  connect({client, token, next = [], protobuf = false, transport = 'websocket'}) {
    const state = {away: false, cut: new AbortController()};
    const options = {
      websocket: socketOf(state),
      fetch: fetchOf(state),
      eventsource: eventSourceOf(state),
      emulationEndpoint: `http://${HOST}/emulation`,
      minReconnectDelay: 20,
      maxReconnectDelay: 100,
    };
    const endpoint = transport === 'websocket'
      ? `ws://${HOST}/connection/websocket`
      : [{transport, endpoint: `http://${HOST}/connection/${transport}`}];
    if (token) options.token = token;
    options.getToken = async () => {
      tell(client, 'token wanted');
      return next.shift() ?? '';
    };
    const centrifuge = new formats[protobuf ? 'protobuf' : 'json'](endpoint, options);
    clients[client] = {state, centrifuge, data: protobuf ? bytes : value => value};
    for (const event of ['connected', 'disconnected']) {
      centrifuge.on(event, ({code, reason}) => tell(client, event, {code, reason}));
    }
    centrifuge.on('error', ({type, error}) => tell(client, 'error', {type, code: error.code}));
    centrifuge.connect();
  },
  subscribe({client, channel, joinLeave = false, tokens, ...options}) {
    if (tokens) {
      options.getToken = async () => {
        tell(client, 'subscription token wanted', {channel});
        return tokens.shift() ?? '';
      };
      options.minResubscribeDelay = 20;
      options.maxResubscribeDelay = 100;
    }
    const subscription = clients[client].centrifuge.newSubscription(channel, {joinLeave, ...options});
    if (tokens) {
      subscription.on('error', ({error}) => tell(client, 'subscription error', {channel, code: error.code}));
    }
    for (const event of ['subscribing', 'unsubscribed']) {
      subscription.on(event, ({code, reason}) => tell(client, event, {channel, code, reason}));
    }
    subscription.on('subscribed', ({wasRecovering, recovered, positioned, recoverable, streamPosition}) =>
      tell(client, 'subscribed', {channel, wasRecovering, recovered, positioned, recoverable, ...streamPosition}));
    subscription.on('publication', ({offset, data, info}) =>
      tell(client, 'publication', {channel, offset, data, ...info && {info}}));
    for (const event of ['join', 'leave']) {
      subscription.on(event, ({info}) => tell(client, event, {channel, info}));
    }
    subscription.subscribe();
  },
  unsubscribe({client, channel}) {
    clients[client].centrifuge.getSubscription(channel).unsubscribe();
  },
  deltaStats: ({client, channel}) =>
    outcome(client, async () => clients[client].centrifuge.getSubscription(channel).deltaStats()),
  drop({client}) {
    const {state} = clients[client];
    state.away = true;
    state.socket?.terminate();
    state.cut.abort();
  },
  comeBack({client}) {
    const {state} = clients[client];
    state.away = false;
    state.cut = new AbortController();
  },
  disconnect({client}) {
    clients[client]?.centrifuge.disconnect();
  },
  publish: ({client, channel, data}) =>
    outcome(client, () => clients[client].centrifuge.publish(channel, clients[client].data(data))),
  presence: ({client, channel}) => outcome(client, () => clients[client].centrifuge.presence(channel)),
  presenceStats: ({client, channel}) => outcome(client, () => clients[client].centrifuge.presenceStats(channel)),
  rpc: ({client, method, data}) =>
    outcome(client, () => clients[client].centrifuge.rpc(method, clients[client].data(data))),
  history: ({client, channel, ...options}) =>
    outcome(client, () => clients[client].centrifuge.history(channel, options)),
};

for await (const line of createInterface({input: process.stdin})) {
  const {action, ...request} = JSON.parse(line);
  actions[action](request);
}
process.exit(0);

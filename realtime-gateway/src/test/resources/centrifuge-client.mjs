// Drives clients of the Centrifuge protocol as they come from npm. Input: one JSON object per line that says what a client
// does; output: one per line for what a client tells. Environment: CENTRIFUGE_CLIENT (folder the client is installed in),
// CENTRIFUGE_URL.
import {createRequire} from 'node:module';
import {createInterface} from 'node:readline';

const require = createRequire(process.env.CENTRIFUGE_CLIENT + '/');
const {Centrifuge} = require('centrifuge');
const WebSocket = require('ws');

const NOWHERE = 'ws://127.0.0.1:1/';
const clients = {};

const tell = (client, event, more = {}) => process.stdout.write(JSON.stringify({client, event, ...more}) + '\n');

// The client's socket, which can be dropped and kept from coming back.
const socketOf = state => class extends WebSocket {
  constructor(url, protocols) {
    super(state.away ? NOWHERE : url, protocols);
    state.socket = this;
  }
};

const outcome = async (client, call) => {
  try {
    tell(client, 'result', {value: await call()});
  } catch (error) {
    tell(client, 'failure', {code: error.code, message: error.message});
  }
};

const actions = {
  connect({client, token, next = []}) {
    const state = {away: false};
    const options = {websocket: socketOf(state), minReconnectDelay: 20, maxReconnectDelay: 100};
    if (token) options.token = token;
    options.getToken = async () => {
      tell(client, 'token wanted');
      return next.shift() ?? '';
    };
    const centrifuge = new Centrifuge(process.env.CENTRIFUGE_URL, options);
    clients[client] = {state, centrifuge};
    for (const event of ['connected', 'disconnected']) {
      centrifuge.on(event, ({code, reason}) => tell(client, event, {code, reason}));
    }
    centrifuge.on('error', ({type, error}) => tell(client, 'error', {type, code: error.code}));
    centrifuge.connect();
  },
  subscribe({client, channel}) {
    const subscription = clients[client].centrifuge.newSubscription(channel);
    for (const event of ['subscribing', 'unsubscribed']) {
      subscription.on(event, ({code, reason}) => tell(client, event, {channel, code, reason}));
    }
    subscription.on('subscribed', ({wasRecovering, recovered, positioned, recoverable, streamPosition}) =>
      tell(client, 'subscribed', {channel, wasRecovering, recovered, positioned, recoverable, ...streamPosition}));
    subscription.on('publication', ({offset, data}) => tell(client, 'publication', {channel, offset, data}));
    subscription.subscribe();
  },
  unsubscribe({client, channel}) {
    clients[client].centrifuge.getSubscription(channel).unsubscribe();
  },
  drop({client}) {
    const {state} = clients[client];
    state.away = true;
    state.socket.terminate();
  },
  comeBack({client}) {
    clients[client].state.away = false;
  },
  disconnect({client}) {
    clients[client].centrifuge.disconnect();
  },
  publish: ({client, channel, data}) => outcome(client, () => clients[client].centrifuge.publish(channel, data)),
  presence: ({client, channel}) => outcome(client, () => clients[client].centrifuge.presence(channel)),
  rpc: ({client, method, data}) => outcome(client, () => clients[client].centrifuge.rpc(method, data)),
  history: ({client, channel, ...options}) =>
    outcome(client, () => clients[client].centrifuge.history(channel, options)),
};

for await (const line of createInterface({input: process.stdin})) {
  const {action, ...request} = JSON.parse(line);
  actions[action](request);
}
process.exit(0);

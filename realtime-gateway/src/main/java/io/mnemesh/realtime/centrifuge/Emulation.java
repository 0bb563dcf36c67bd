package io.mnemesh.realtime.centrifuge;

/**
 * Where the commands of a client go that can only listen on its connection: it sends them in requests of their own, which
 * name both.
 *
 * @param session secret name of the session: who knows it may speak for the client
 * @param node    the node that has the session
 */
public record Emulation(String session, String node) {}

package io.mnemesh.gateway;

import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;

/** Puts the whole text messages of a WebSocket into a queue. */
record ReceivedTexts(BlockingQueue<String> received, StringBuilder partial) implements WebSocket.Listener {

    ReceivedTexts(BlockingQueue<String> received) {
        this(received, new StringBuilder());
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            received.add(partial.toString());
            partial.setLength(0);
        }
        socket.request(1);
        return null;
    }
}

package io.mnemesh.systemtests;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks processes of memory-service the same questions again and again, one process after another, as a balancer before them
 * would: what one does not answer another is asked. Whatever is not answered as at first, by meaning and with the same
 * memories in the same order, is a problem.
 */
final class SteadySearches implements AutoCloseable {

    private static final int LIMIT = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String token;
    private final List<String> questions;
    private final Map<String, List<String>> expected = new HashMap<>();
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger elsewhere = new AtomicInteger();
    private final Thread thread = new Thread(this::run, "steady-searches");
    private volatile List<ServiceNode> nodes = List.of();
    private volatile boolean stopped;

    SteadySearches(String token, List<String> questions) {
        this.token = token;
        this.questions = questions;
    }

    /** Asks each question once, to know the answers, and begins. */
    void begin(List<ServiceNode> all) throws IOException, InterruptedException {
        for (String question : questions) {
            JsonNode answer = ask(all.getFirst(), question);
            expected.put(question, found(answer));
        }
        nodes = all;
        thread.start();
    }

    /** Asks these from now on. */
    void among(List<ServiceNode> some) {
        nodes = some;
    }

    /** Asks this one from now on, and waits until nothing is left that others were asked. */
    void only(ServiceNode node) {
        nodes = List.of(node);
        awaitAnswers(2);
    }

    /** Waits until every question was asked again of every process. */
    void awaitEach() {
        awaitAnswers(2 * questions.size() * nodes.size());
    }

    private void awaitAnswers(int more) {
        int goal = answers.get() + more;
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> answers.get() >= goal);
    }

    private void run() {
        for (int turn = 0; !stopped; turn++) {
            String question = questions.get(turn % questions.size());
            String problem = problem(question, turn / questions.size());
            if (!problem.isEmpty()) {
                problems.add(question + " " + problem);
            }
            answers.incrementAndGet();
        }
    }

    /** What is wrong with the answer; empty if nothing is. */
    private String problem(String question, int round) {
        List<ServiceNode> some = nodes;
        ServiceNode asked = some.get(round % some.size());
        try {
            return judge(question, ask(asked, question));
        } catch (IOException first) {
            elsewhere.incrementAndGet();
            try {
                return judge(question, ask(another(asked), question));
            } catch (IOException second) {
                return "is not answered: " + second;
            } catch (InterruptedException e) {
                return interrupted();
            }
        } catch (InterruptedException e) {
            return interrupted();
        }
    }

    /** Another one than this of those that are asked now, if there is one. */
    private ServiceNode another(ServiceNode asked) {
        return nodes.stream().filter(node -> node != asked).findFirst().orElse(asked);
    }

    private static String interrupted() {
        Thread.currentThread().interrupt();
        return "was interrupted";
    }

    private String judge(String question, JsonNode answer) {
        if (!answer.path("mode").asText().equals("hybrid")) {
            return answer.toString();
        }
        List<String> found = found(answer);
        return found.equals(expected.get(question)) ? "" : "finds " + found + " instead of " + expected.get(question);
    }

    private static List<String> found(JsonNode answer) {
        var found = new ArrayList<String>();
        answer.path("hits").forEach(hit -> found.add(hit.at("/memory/content").asText()));
        return found;
    }

    private JsonNode ask(ServiceNode node, String question) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(node.url().resolve("/api/memories/search"))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(Map.of("query", question, "limit", LIMIT))))
                .build();
        return JSON.readTree(http.send(request, BodyHandlers.ofByteArray()).body());
    }

    List<String> problems() {
        return problems;
    }

    int answers() {
        return answers.get();
    }

    /** Questions that a process left unanswered and another one was asked. */
    int elsewhere() {
        return elsewhere.get();
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

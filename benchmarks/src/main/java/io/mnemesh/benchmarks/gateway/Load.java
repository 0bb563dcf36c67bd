package io.mnemesh.benchmarks.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * wrk as the load: one thread of it, which shares the cores with what it measures. Either each connection asks again as soon as
 * it is answered, or it pauses for a random time so that all together ask at a rate.
 */
final class Load {

    /** Connections that ask at a rate: so many that pauses, which wrk counts in milliseconds, are long enough. */
    private static final int PACED = 64;

    private static final String SCRIPT = """
            local pause = tonumber(os.getenv("PAUSE_MS") or "0")
            if pause > 0 then
              function delay()
                local whole = math.floor(-math.log(1 - math.random()) * pause + math.random())
                return math.min(whole, pause * 10)
              end
            end
            function done(summary, latency, requests)
              local bad = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
              io.write(string.format('RESULT {"requests":%d,"micros":%d,"p50":%f,"p99":%f,"bad":%d}\\n',
                summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), bad))
            end
            """;

    private final ProxyTools tools;
    private final Path script;
    private final Duration time;

    /** @param time how long each measurement takes */
    Load(ProxyTools tools, Path folder, Duration time) throws IOException {
        this.tools = tools;
        this.script = Files.writeString(folder.resolve("load.lua"), SCRIPT);
        this.time = time;
    }

    /**
     * What was measured.
     *
     * @param p50Micros latency that half of the requests do not exceed
     * @param p99Micros latency that one of a hundred exceeds
     */
    record Result(double perSecond, double p50Micros, double p99Micros) {}

    /** As fast as so many connections can. */
    Result closed(Target target, int connections) throws IOException, InterruptedException {
        return run(target, connections, 0);
    }

    /**
     * At about {@code rate} requests per second: each connection pauses after an answer, on average so long that all ask at the
     * rate.
     */
    Result paced(Target target, double rate) throws IOException, InterruptedException {
        return run(target, PACED, 1000.0 * PACED / rate);
    }

    private Result run(Target target, int connections, double pauseMillis) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                tools.wrk(), "-t1", "-c" + connections, "-d" + time.toSeconds() + "s", "-s", script.toString()));
        if (target.token() != null) {
            command.add("-HAuthorization: Bearer " + target.token());
        }
        command.add(target.address().toString());
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PAUSE_MS", Double.toString(pauseMillis));
        Process wrk = builder.start();
        String said = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        wrk.waitFor();
        int begin = said.indexOf("RESULT ");
        if (begin < 0) {
            throw new IOException("wrk said nothing of its result: " + said);
        }
        JsonNode result = new ObjectMapper()
                .readTree(said.substring(begin + "RESULT ".length())
                        .lines()
                        .findFirst()
                        .orElseThrow());
        if (result.path("bad").asLong() > 0) {
            throw new IOException(
                    target.name() + " failed " + result.path("bad").asLong() + " requests.");
        }
        return new Result(
                result.path("requests").asDouble() * 1e6 / result.path("micros").asDouble(),
                result.path("p50").asDouble(),
                result.path("p99").asDouble());
    }
}

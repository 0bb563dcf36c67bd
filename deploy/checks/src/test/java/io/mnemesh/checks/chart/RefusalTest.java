package io.mnemesh.checks.chart;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that cannot work are refused when the chart is rendered, with a sentence that names them. */
class RefusalTest {

    private static final String STORES = """
        postgres: {host: p, existingSecret: p}
        redis: {existingSecret: r}
        gateway: {existingSecret: g}
        """;
    private static final String SERVICES = "services: {memory: {erasure: {existingSecret: e}}}\n";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        postgres: {existingSecret: p}                          | postgres.host is empty
        postgres: {host: p}                                    | Secrets of the namespace: postgres.existingSecret, redis.existingSecret
        postgres: {host: p, existingSecret: p}                 | Secrets of the namespace: redis.existingSecret, gateway.existingSecret, services.memory.erasure
        """)
    void shouldMissWhatIsNecessary(String values, String sentence) throws IOException {
        refuses(values, sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {host: p, existingSecret: p, tls: {mode: verify-full}} | postgres.tls.caSecret is empty although
        {host: p, existingSecret: p, tls: {mode: prefer}}      | /postgres/tls/mode
        """)
    void shouldMissTheAuthorityOfTheDatabase(String postgres, String sentence) throws IOException {
        refuses(
                "postgres: " + postgres + "\nredis: {existingSecret: r}\ngateway: {existingSecret: g}\n" + SERVICES,
                sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        search: {kind: weaviate}                               | search.weaviate.url is empty
        models: {source: download}                             | models.download is empty
        models: {source: image}                                | models.image is empty
        ingress: {enabled: true}                               | ingress.hosts is empty
        httpRoute: {enabled: true}                             | httpRoute.parentRefs is empty
        backup: {enabled: true, existingClaim: backups}        | backup.existingClaim or backup.existingSecret is empty
        backup: {schedule: daily}                              | /backup/schedule
        orchestrator: {maxReplicas: 1}                         | orchestrator.minReplicas is 2 and greater than maxReplicas
        orchestrator: {mode: "on"}                             | /orchestrator/mode
        """)
    void shouldMissWhatBelongsTogether(String values, String sentence) throws IOException {
        refuses(STORES + SERVICES + values, sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        autoscaling: {kind: keda}                              | monitoring.prometheusUrl is empty
        autoscaling: {kind: hpa, minReplicas: 9, maxReplicas: 3} | minReplicas is 9 and greater than maxReplicas
        replicas: 0                                            | /services/cache/replicas
        maxUnavailable: 0                                      | /services/cache/maxUnavailable
        runtime: graal                                         | /services/cache/runtime
        digest: sha256:abc                                     | /services/cache/digest
        heap: 8                                                | /services/cache/heap
        env: {lower: x}                                        | invalid propertyName 'lower'
        resources: {requests: {cpu: lots}}                     | /services/cache/resources
        runAsUser: 0                                           | /services/cache/runAsUser
        """)
    void shouldRefuseSettingsOfAService(String values, String sentence) throws IOException {
        refuses(STORES + "services: {memory: {erasure: {existingSecret: e}}, cache: {" + values + "}}\n", sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        typo: 1                                                | 'typo' not allowed
        image: {tag: latest}                                   | /image/tag
        image: {pullPolicy: Sometimes}                         | /image/pullPolicy
        bindAddress: 127.0.0.1                                 | /bindAddress
        logging: {json: "yes"}                                 | /logging/json
        search: {kind: elastic}                                | /search/kind
        models: {source: image, image: "models:1"}             | /models/image
        tests: {image: "curl:latest"}                          | /tests/image
        tracing: {share: 2}                                    | /tracing/share
        ingress: {enabled: true, hosts: ["a b"]}               | /ingress/hosts/0
        fullnameOverride: UPPER                                | /fullnameOverride
        networkPolicy: {postgresTo: [{podSelectr: {}}]}        | /networkPolicy/postgresTo/0
        networkPolicy: {extraEgress: [{to: []}]}               | missing property 'ports'
        httpRoute: {enabled: true, parentRefs: [{nam: public}]} | /httpRoute/parentRefs/0
        defaults: {affinity: {nodeAffinty: {}}}                | /defaults/affinity
        defaults: {tolerations: [{key: a, efect: NoSchedule}]} | /defaults/tolerations/0
        defaults: {extraVolumes: [{name: tmp, emptyDir: {}}]}  | /defaults/extraVolumes/0/name
        tracing: null                                          | missing property 'tracing'
        orchestrator: {kubernetes: null}                       | at '/orchestrator': missing property 'kubernetes'
        """)
    void shouldRefuseWhatTheSchemaDoesNotHave(String values, String sentence) throws IOException {
        refuses(STORES + SERVICES + values, sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {path: model.onnx, url: "https://m/x"}                 | missing property 'sha256'
        {path: model.onnx, url: "https://m/x", sha256: abc}    | /sha256
        {path: model.onnx, url: "http://m/x", sha256: abc}     | /url
        {path: ../escape, url: "https://m/x", sha256: abc}     | /path
        """)
    void shouldRefuseModelsThatCannotBeTrusted(String file, String sentence) throws IOException {
        refuses(
                STORES + SERVICES + "models: {source: download, download: [{name: m, files: [" + file + "]}]}\n",
                sentence);
    }

    private void refuses(String values, String sentence) throws IOException {
        Path file = Files.writeString(folder.resolve("values.yaml"), values);

        assertThatThrownBy(() -> Chart.renderText(file)).hasMessageContaining(sentence);
    }
}

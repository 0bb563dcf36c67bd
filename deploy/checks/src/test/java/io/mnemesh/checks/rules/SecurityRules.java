package io.mnemesh.checks.rules;

import static io.mnemesh.checks.chart.Manifests.elements;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The Pod Security Standard "restricted", and what goes beyond it. */
final class SecurityRules {

    private static final Set<String> VOLUMES =
            Set.of("configMap", "emptyDir", "projected", "secret", "persistentVolumeClaim", "image", "ephemeral");
    private static final Pattern SECRET = Pattern.compile(".*(PASSWORD|_KEY|TOKEN|SECRET|REDIS_URL).*");
    private static final int LOW_USER = 10_000;

    private SecurityRules() {}

    static List<Rule> all() {
        return List.of(
                Rule.pod(
                        "runs-as-non-root",
                        pod -> pod.spec().at("/securityContext/runAsNonRoot").asBoolean()),
                Rule.pod("has-a-high-user-or-the-platforms", pod -> {
                    JsonNode user = pod.spec().at("/securityContext/runAsUser");
                    return user.isMissingNode() || user.asLong() > LOW_USER;
                }),
                Rule.pod(
                        "owns-its-volumes",
                        pod -> pod.spec()
                                .at("/securityContext/fsGroup")
                                .equals(pod.spec().at("/securityContext/runAsUser"))),
                Rule.pod(
                        "has-the-runtimes-seccomp-profile",
                        pod -> pod.spec()
                                .at("/securityContext/seccompProfile/type")
                                .asText()
                                .equals("RuntimeDefault")),
                Rule.pod(
                        "sets-no-sysctls",
                        pod -> pod.spec().at("/securityContext/sysctls").isMissingNode()),
                Rule.pod(
                        "is-not-on-the-hosts-network",
                        pod -> !pod.spec().path("hostNetwork").asBoolean()),
                Rule.pod(
                        "sees-no-processes-of-the-host",
                        pod -> !pod.spec().path("hostPID").asBoolean()),
                Rule.pod(
                        "shares-no-ipc-with-the-host",
                        pod -> !pod.spec().path("hostIPC").asBoolean()),
                Rule.pod(
                        "shares-no-processes-between-containers",
                        pod -> !pod.spec().path("shareProcessNamespace").asBoolean()),
                Rule.pod(
                        "mounts-only-harmless-volumes",
                        pod -> elements(pod.spec().path("volumes"))
                                .allMatch(volume -> volume.properties().stream()
                                        .allMatch(entry ->
                                                entry.getKey().equals("name") || VOLUMES.contains(entry.getKey())))),
                Rule.pod("gets-no-variables-from-services", pod -> {
                    JsonNode links = pod.spec().path("enableServiceLinks");
                    return links.isBoolean() && !links.asBoolean();
                }),
                Rule.service(
                        "has-an-account-of-its-own",
                        pod -> pod.spec().path("serviceAccountName").asText().endsWith("-" + pod.component())),
                Rule.container("cannot-gain-privileges", container -> isFalse(container, "allowPrivilegeEscalation")),
                Rule.container(
                        "is-not-privileged",
                        container ->
                                !container.at("/securityContext/privileged").asBoolean()),
                Rule.container(
                        "has-a-read-only-root",
                        container -> container
                                .at("/securityContext/readOnlyRootFilesystem")
                                .asBoolean()),
                Rule.container(
                        "drops-all-capabilities",
                        container -> elements(container.at("/securityContext/capabilities/drop"))
                                .anyMatch(capability -> capability.asText().equals("ALL"))),
                Rule.container(
                        "adds-no-capability",
                        container -> container
                                .at("/securityContext/capabilities/add")
                                .isMissingNode()),
                Rule.container(
                        "does-not-override-the-pods-user",
                        container -> container.at("/securityContext/runAsUser").isMissingNode()
                                && container.at("/securityContext/runAsNonRoot").isMissingNode()),
                Rule.container(
                        "takes-secrets-from-secrets",
                        container -> elements(container.path("env"))
                                .filter(variable -> SECRET.matcher(
                                                variable.path("name").asText())
                                        .matches())
                                .allMatch(variable ->
                                        variable.at("/valueFrom/secretKeyRef").isObject())),
                Rule.container(
                        "opens-no-port-of-the-host",
                        container -> elements(container.path("ports"))
                                .allMatch(port -> port.path("hostPort").isMissingNode())),
                Rule.container(
                        "needs-no-privileged-port",
                        container -> elements(container.path("ports"))
                                .allMatch(port -> port.path("containerPort").asInt() >= 1024)),
                Rule.every(
                        "ServiceAccount",
                        "accounts-mount-no-token",
                        (all, account) ->
                                !account.path("automountServiceAccountToken").asBoolean(true)),
                Rule.object(
                        "only-a-development-mesh-has-a-secret",
                        object -> !object.path("kind").asText().equals("Secret")
                                || object.at("/metadata/name").asText().endsWith("-development")));
    }

    private static boolean isFalse(JsonNode container, String field) {
        JsonNode value = container.path("securityContext").path(field);
        return value.isBoolean() && !value.asBoolean();
    }
}

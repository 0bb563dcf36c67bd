{{/* Environment of a service: what the chart sets, but for what the operator's env sets. Takes what mnemesh.chartEnv takes. */}}
{{- define "mnemesh.env" -}}
{{- $settings := fromYaml (include "mnemesh.settings" .) -}}
{{- $own := merge (dict) $settings.env .root.Values.env -}}
{{- range fromYamlArray (include "mnemesh.chartEnv" .) }}
{{- if not (hasKey $own .name) }}
- {{ toYaml . | nindent 2 | trim }}
{{- end }}
{{- end }}
{{- range $key, $value := $own }}
- {name: {{ $key }}, value: {{ $value | quote }}}
{{- end }}
{{- end -}}

{{/* What the chart sets. Takes (dict "root" $ "service" name "migrate" bool). Names are those of docs/configuration.md. */}}
{{- define "mnemesh.chartEnv" -}}
{{- $root := .root -}}
{{- $values := .root.Values -}}
{{- $name := include "mnemesh.fullname" .root -}}
{{- $services := fromYaml (include "mnemesh.services" .root) -}}
{{- $facts := get $services .service -}}
{{- $settings := fromYaml (include "mnemesh.settings" .) -}}
- {name: QUARKUS_HTTP_HOST, value: {{ $values.bindAddress | quote }}}
- {name: QUARKUS_MANAGEMENT_HOST, value: {{ $values.bindAddress | quote }}}
- {name: QUARKUS_LOG_LEVEL, value: {{ $values.logging.level | quote }}}
- {name: QUARKUS_LOG_CONSOLE_JSON_ENABLED, value: {{ $values.logging.json | quote }}}
- {name: MNEMESH_POSTGRES_HOST, value: {{ include "mnemesh.postgresHost" $root | quote }}}
- {name: MNEMESH_POSTGRES_PORT, value: {{ $values.postgres.port | quote }}}
- {name: MNEMESH_POSTGRES_DATABASE, value: {{ $values.postgres.database | quote }}}
- name: MNEMESH_POSTGRES_PASSWORD
  valueFrom:
    secretKeyRef: {name: {{ include "mnemesh.secret.postgres" $root | quote }}, key: {{ $values.postgres.passwordKey | quote }}}
{{- with $values.postgres.tls }}
{{- if ne .mode "disable" }}
- {name: QUARKUS_DATASOURCE_JDBC_URL, value: "jdbc:postgresql://{{ include "mnemesh.postgresHost" $root }}:{{ $values.postgres.port }}/{{ $values.postgres.database }}?sslmode={{ .mode }}{{ if eq .mode "verify-full" }}&sslrootcert=/etc/postgres-tls/ca.crt{{ end }}"}
- {name: QUARKUS_DATASOURCE_REACTIVE_POSTGRESQL_SSL_MODE, value: {{ .mode | quote }}}
{{- if eq .mode "verify-full" }}
- {name: QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PEM, value: "true"}
- {name: QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PEM_CERTS, value: /etc/postgres-tls/ca.crt}
- {name: QUARKUS_DATASOURCE_REACTIVE_HOSTNAME_VERIFICATION_ALGORITHM, value: HTTPS}
{{- else }}
- {name: QUARKUS_DATASOURCE_REACTIVE_TRUST_ALL, value: "true"}
{{- end }}
{{- end }}
{{- end }}
- name: MNEMESH_REDIS_URL
  valueFrom:
    secretKeyRef: {name: {{ include "mnemesh.secret.redis" $root | quote }}, key: {{ $values.redis.urlKey | quote }}}
- {name: QUARKUS_REDIS_CLIENT_TYPE, value: {{ $values.redis.type | quote }}}
- {name: MNEMESH_CACHE_REDIS_TYPE, value: {{ $values.redis.type | quote }}}
- {name: QUARKUS_SHUTDOWN_DELAY, value: "{{ $settings.shutdownDelaySeconds }}s"}
{{- if eq .service "realtime" }}
- {name: MNEMESH_REALTIME_DRAIN_OVER, value: "{{ $settings.drainSeconds }}s"}
{{- else }}
- {name: QUARKUS_SHUTDOWN_TIMEOUT, value: "{{ $settings.drainSeconds }}s"}
{{- end }}
{{- if $values.tracing.endpoint }}
- {name: QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT, value: {{ $values.tracing.endpoint | quote }}}
- {name: QUARKUS_OTEL_TRACES_SAMPLER_ARG, value: {{ $values.tracing.share | quote }}}
{{- end }}
{{- if eq .service "gateway" }}
- name: MNEMESH_GATEWAY_MASTER_KEY
  valueFrom:
    secretKeyRef: {name: {{ include "mnemesh.secret.gateway" $root | quote }}, key: {{ $values.gateway.masterKeyKey | quote }}}
{{- range $other, $of := omit $services "gateway" }}
{{- if eq $values.gateway.discovery "dns" }}
- {name: MNEMESH_GATEWAY_UPSTREAMS_{{ upper $other }}, value: "dns://{{ $name }}-{{ $other }}-ready:{{ $of.http }}"}
{{- else if eq $values.gateway.discovery "kubernetes" }}
- {name: MNEMESH_GATEWAY_UPSTREAMS_{{ upper $other }}, value: "kubernetes://{{ $name }}-{{ $other }}:http"}
{{- else }}
- {name: MNEMESH_GATEWAY_UPSTREAMS_{{ upper $other }}, value: "http://{{ $name }}-{{ $other }}:{{ $of.http }}"}
{{- end }}
- {name: MNEMESH_GATEWAY_MANAGEMENT_{{ upper $other }}, value: "http://{{ $name }}-{{ $other }}:{{ $of.management }}"}
{{- end }}
{{- if eq $values.gateway.discovery "dns" }}
- {name: MNEMESH_GATEWAY_DISCOVERY_LONGEST_REFRESH, value: "5s"}
{{- end }}
{{- with $values.gateway.corsOrigins }}
- {name: CORS_ORIGINS, value: {{ join "," . | quote }}}
{{- end }}
{{- with $values.gateway.trustedProxies }}
- {name: QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING, value: "true"}
- {name: QUARKUS_HTTP_PROXY_TRUSTED_PROXIES, value: {{ join "," . | quote }}}
{{- end }}
{{- else }}
- {name: MNEMESH_JWKS_URL, value: "http://{{ $name }}-gateway:{{ $services.gateway.http }}/.well-known/jwks.json"}
{{- end }}
{{- if $facts.files }}
- {name: MNEMESH_DATA_DIR, value: /var/lib/mnemesh}
{{- end }}
{{- if eq .service "memory" }}
- name: MNEMESH_MEMORY_ERASURE_SIGNING_KEY
  valueFrom:
    secretKeyRef: {name: {{ include "mnemesh.secret.erasure" $root | quote }}, key: {{ $values.services.memory.erasure.signingKeyKey | quote }}}
- {name: MNEMESH_MEMORY_INDEX_KIND, value: {{ $values.search.kind | quote }}}
{{- if eq $values.search.kind "weaviate" }}
- {name: MNEMESH_MEMORY_INDEX_WEAVIATE_URL, value: {{ $values.search.weaviate.url | quote }}}
{{- with $values.search.weaviate.existingSecret }}
- name: MNEMESH_MEMORY_INDEX_WEAVIATE_API_KEY
  valueFrom:
    secretKeyRef: {name: {{ . | quote }}, key: {{ $values.search.weaviate.apiKeyKey | quote }}}
{{- end }}
{{- end }}
{{- end }}
{{- if and (eq .service "embeddings") (ne $values.models.source "none") }}
- {name: MNEMESH_MODELS_DIR, value: /var/lib/models}
{{- end }}
{{- if and $values.orchestrator.orders.existingSecret (has .service (list "gateway" "intelligence")) }}
- name: MNEMESH_ORDERS_KEY
  valueFrom:
    secretKeyRef: {name: {{ $values.orchestrator.orders.existingSecret | quote }}, key: {{ $values.orchestrator.orders.keyKey | quote }}}
{{- end }}
{{- if eq .service "intelligence" }}
- {name: MNEMESH_INTELLIGENCE_ORCHESTRATOR_MODE, value: {{ $values.orchestrator.mode | quote }}}
- {name: MNEMESH_INTELLIGENCE_ORCHESTRATOR_LEAST, value: {{ $values.orchestrator.minReplicas | quote }}}
- {name: MNEMESH_INTELLIGENCE_ORCHESTRATOR_MOST, value: {{ $values.orchestrator.maxReplicas | quote }}}
{{- if $values.orchestrator.kubernetes.enabled }}
- {name: MNEMESH_INTELLIGENCE_ORCHESTRATOR_KUBERNETES_ENABLED, value: "true"}
- {name: MNEMESH_INTELLIGENCE_ORCHESTRATOR_KUBERNETES_NAMESPACE, value: {{ $root.Release.Namespace | quote }}}
- {name: MNEMESH_INTELLIGENCE_ORCHESTRATOR_KUBERNETES_PREFIX, value: "{{ $name }}-"}
{{- if $values.services.memory.persistence.enabled }}
- {name: MNEMESH_INTELLIGENCE_ORCHESTRATOR_KUBERNETES_STATEFUL_SETS, value: memory}
{{- end }}
{{- end }}
{{- end }}
- {name: QUARKUS_FLYWAY_MIGRATE_AT_START, value: {{ .migrate | quote }}}
{{- if .migrate }}
- name: MNEMESH_POSTGRES_OWNER_PASSWORD
  valueFrom:
    secretKeyRef: {name: {{ include "mnemesh.secret.postgres" $root | quote }}, key: {{ $values.postgres.ownerPasswordKey | quote }}}
- {name: QUARKUS_INIT_AND_EXIT, value: "true"}
{{- end }}
{{- if eq $settings.runtime "jvm" }}
- {name: JDK_JAVA_OPTIONS, value: "-Xmx{{ $settings.heap }}m"}
{{- end }}
- {name: MALLOC_ARENA_MAX, value: "2"}
{{- end -}}

{{/* What the schema cannot say: values that need each other. Each refusal is a sentence that names the value and the rule. */}}
{{- define "mnemesh.validate" -}}
{{- $values := .Values -}}
{{- if not $values.development.enabled -}}
{{- if not $values.postgres.host -}}
{{- fail "postgres.host is empty: name the host of a PostgreSQL that was prepared with files/bootstrap.sql, or try Mnemesh out with values-development.yaml." -}}
{{- end -}}
{{- $missing := list -}}
{{- range $pair := list
      (list "postgres.existingSecret" $values.postgres.existingSecret)
      (list "redis.existingSecret" $values.redis.existingSecret)
      (list "gateway.existingSecret" $values.gateway.existingSecret)
      (list "services.memory.erasure.existingSecret" $values.services.memory.erasure.existingSecret) -}}
{{- if not (last $pair) -}}{{- $missing = append $missing (first $pair) -}}{{- end -}}
{{- end -}}
{{- if $missing -}}
{{- fail (printf "These values are empty and have to name Secrets of the namespace: %s. README.md says what is in them and how they are made." (join ", " $missing)) -}}
{{- end -}}
{{- end -}}
{{- if and (eq $values.postgres.tls.mode "verify-full") (not $values.postgres.tls.caSecret) -}}
{{- fail "postgres.tls.caSecret is empty although postgres.tls.mode is verify-full: name the Secret with the authority's certificates." -}}
{{- end -}}
{{- if and (ne $values.postgres.tls.mode "disable") (not $values.postgres.host) -}}
{{- fail (printf "postgres.tls.mode is %s although postgres.host is empty: the PostgreSQL of a development mesh knows no TLS." $values.postgres.tls.mode) -}}
{{- end -}}
{{- if and (eq $values.search.kind "weaviate") (not $values.search.weaviate.url) -}}
{{- fail "search.weaviate.url is empty although search.kind is weaviate: say where Weaviate is, as in http://weaviate:8080." -}}
{{- end -}}
{{- if and (eq $values.search.kind "weaviate") $values.services.memory.persistence.enabled -}}
{{- fail "services.memory.persistence.enabled is true although search.kind is weaviate: the volumes would stay empty, so leave it false." -}}
{{- end -}}
{{- if and (eq $values.models.source "download") (not $values.models.download) -}}
{{- fail "models.download is empty although models.source is download: list the models with their files, addresses and SHA-256." -}}
{{- end -}}
{{- if and (eq $values.models.source "image") (not $values.models.image) -}}
{{- fail "models.image is empty although models.source is image: name the image with its digest, as in registry/models@sha256:…." -}}
{{- end -}}
{{- if and $values.ingress.enabled (not $values.ingress.hosts) -}}
{{- fail "ingress.hosts is empty although ingress.enabled is true: name at least one host." -}}
{{- end -}}
{{- if and $values.httpRoute.enabled (not $values.httpRoute.parentRefs) -}}
{{- fail "httpRoute.parentRefs is empty although httpRoute.enabled is true: name the Gateway the route belongs to." -}}
{{- end -}}
{{- if and $values.backup.enabled (not (and $values.backup.existingClaim $values.backup.existingSecret)) -}}
{{- fail "backup.existingClaim or backup.existingSecret is empty although backup.enabled is true: name the claim backups are written to and the Secret of the role that reads all rows." -}}
{{- end -}}
{{- range $service, $settings := $values.services -}}
{{- if gt (int $settings.autoscaling.minReplicas) (int $settings.autoscaling.maxReplicas) -}}
{{- fail (printf "services.%s.autoscaling.minReplicas is %v and greater than maxReplicas, which is %v." $service $settings.autoscaling.minReplicas $settings.autoscaling.maxReplicas) -}}
{{- end -}}
{{- if and (eq $settings.autoscaling.kind "keda") (not $values.monitoring.prometheusUrl) -}}
{{- fail (printf "monitoring.prometheusUrl is empty although services.%s.autoscaling.kind is keda: say where KEDA finds the backlog, as in http://prometheus.monitoring:9090." $service) -}}
{{- end -}}
{{- end -}}
{{- if gt (int $values.orchestrator.minReplicas) (int $values.orchestrator.maxReplicas) -}}
{{- fail (printf "orchestrator.minReplicas is %v and greater than maxReplicas, which is %v." $values.orchestrator.minReplicas $values.orchestrator.maxReplicas) -}}
{{- end -}}
{{- if $values.clusterLookup -}}{{- include "mnemesh.alone" . -}}{{- include "mnemesh.sameVolumes" . -}}{{- end -}}
{{- end -}}

{{/* An amount like 512Mi in bytes. */}}
{{- define "mnemesh.bytes" -}}
{{- $factor := get (dict "Ki" 1024 "Mi" 1048576 "Gi" 1073741824 "Ti" 1099511627776) (regexReplaceAll "^[0-9]+" . "") -}}
{{- mul (int64 (regexReplaceAll "[^0-9]" . "")) (int64 ($factor | default 1)) -}}
{{- end -}}

{{/* Refuses other volumes than those a StatefulSet was made with: Kubernetes would, in words that do not say what to do. */}}
{{- define "mnemesh.sameVolumes" -}}
{{- if include "mnemesh.stateful" (dict "root" . "service" "memory") -}}
{{- $name := printf "%s-memory" (include "mnemesh.fullname" .) -}}
{{- $wanted := .Values.services.memory.persistence -}}
{{- with lookup "apps/v1" "StatefulSet" .Release.Namespace $name -}}
{{- $claim := (first .spec.volumeClaimTemplates).spec -}}
{{- $is := $claim.resources.requests.storage -}}
{{- if ne (include "mnemesh.bytes" $is) (include "mnemesh.bytes" $wanted.size) -}}
{{- fail (printf "services.memory.persistence.size is %s, but StatefulSet %s was made with %s, which Kubernetes cannot change. The index in them is built again from PostgreSQL: remove the StatefulSet (kubectl -n %s delete statefulset %s) and, if whenDeleted is Retain, its claims, then upgrade; or set the size back." $wanted.size $name $is $.Release.Namespace $name) -}}
{{- end -}}
{{- if ne ($claim.storageClassName | default "") $wanted.storageClass -}}
{{- fail (printf "services.memory.persistence.storageClass is %q, but StatefulSet %s was made with %q, which Kubernetes cannot change. The index in them is built again from PostgreSQL: remove the StatefulSet (kubectl -n %s delete statefulset %s) and, if whenDeleted is Retain, its claims, then upgrade; or set the class back." $wanted.storageClass $name ($claim.storageClassName | default "") $.Release.Namespace $name) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Secrets that pods need and that are not there yet, one a line; nothing where the cluster is not asked. */}}
{{- define "mnemesh.missingSecrets" -}}
{{- $values := .Values -}}
{{- if and $values.clusterLookup (lookup "v1" "ConfigMap" .Release.Namespace "kube-root-ca.crt") -}}
{{- $needed := list $values.postgres.existingSecret $values.redis.existingSecret $values.gateway.existingSecret $values.services.memory.erasure.existingSecret $values.orchestrator.orders.existingSecret $values.postgres.tls.caSecret -}}
{{- if eq $values.search.kind "weaviate" -}}{{- $needed = append $needed $values.search.weaviate.existingSecret -}}{{- end -}}
{{- if $values.backup.enabled -}}{{- $needed = append $needed $values.backup.existingSecret -}}{{- end -}}
{{- $missing := list -}}
{{- range $secret := without $needed "" | uniq -}}
{{- if not (lookup "v1" "Secret" $.Release.Namespace $secret) -}}{{- $missing = append $missing (printf "  %s" $secret) -}}{{- end -}}
{{- end -}}
{{- join "\n" $missing -}}
{{- end -}}
{{- end -}}

{{/* Refuses a second release that would read and write the stores of another one in the namespace. */}}
{{- define "mnemesh.alone" -}}
{{- range (lookup "v1" "ConfigMap" .Release.Namespace "").items -}}
{{- $labels := .metadata.labels | default dict -}}
{{- if and (eq (get $labels "app.kubernetes.io/component") "stores") (eq (get $labels "app.kubernetes.io/part-of") "mnemesh") (ne (get $labels "app.kubernetes.io/instance") $.Release.Name) -}}
{{- if or (eq .data.postgres (include "mnemesh.storesPostgres" $)) (eq .data.redis (include "mnemesh.secret.redis" $)) -}}
{{- fail (printf "Release %s in namespace %s already uses this database or this Redis: two meshes would take each other's events. Give this release its own postgres.database and redis.existingSecret." (get $labels "app.kubernetes.io/instance") $.Release.Namespace) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- define "mnemesh.storesPostgres" -}}{{ include "mnemesh.postgresHost" . }}:{{ .Values.postgres.port }}/{{ .Values.postgres.database }}{{- end -}}

package io.mnemesh.memory.current.persistence;

import io.mnemesh.memory.current.CurrentContext;
import io.mnemesh.mesh.tenancy.TenantId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Row of {@code memory_current_context}. */
@Entity
@Table(name = "memory_current_context")
@IdClass(CurrentContextEntity.Key.class)
@SuppressWarnings("NullAway.Init") // filled in by Hibernate
class CurrentContextEntity {

    @Id
    String tenant;

    @Id
    String subject;

    @Id
    @Column(name = "session_id")
    String session;

    @Column(name = "conversation_id")
    @Nullable
    String conversation;

    @Column(name = "workspace_id")
    @Nullable
    String workspace;

    @Column(name = "dashboard_id")
    @Nullable
    String dashboard;

    @Column(name = "task_id")
    @Nullable
    String task;

    @Column(name = "set_at")
    Instant setAt;

    @Column(name = "expires_at")
    Instant expiresAt;

    static CurrentContextEntity of(TenantId tenant, String subject, CurrentContext context) {
        var row = new CurrentContextEntity();
        row.tenant = tenant.value();
        row.subject = subject;
        String session = context.session();
        row.session = session == null ? "" : session;
        row.conversation = context.conversation();
        row.workspace = context.workspace();
        row.dashboard = context.dashboard();
        row.task = context.task();
        row.setAt = context.setAt();
        row.expiresAt = context.expiresAt();
        return row;
    }

    CurrentContext toContext() {
        return new CurrentContext(
                session.isEmpty() ? null : session, conversation, workspace, dashboard, task, setAt, expiresAt);
    }

    /** Key of a row: one per user and session. */
    record Key(String tenant, String subject, String session) implements Serializable {}
}

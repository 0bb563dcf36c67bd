package io.mnemesh.memory.feedback.persistence;

import io.mnemesh.memory.feedback.Rating;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/** Row of {@code memory_feedback}. */
@Entity
@Table(name = "memory_feedback")
@IdClass(FeedbackEntity.Key.class)
@SuppressWarnings("NullAway.Init") // filled in by Hibernate
class FeedbackEntity {

    @Id
    String tenant;

    @Id
    @Column(name = "memory_id")
    UUID memoryId;

    @Id
    @Column(name = "given_by")
    String givenBy;

    String rating;

    @Column(name = "given_at")
    Instant givenAt;

    Rating rating() {
        return Rating.valueOf(rating.toUpperCase(Locale.ROOT));
    }

    /** Key of a row: one per user and memory. */
    record Key(String tenant, UUID memoryId, String givenBy) implements Serializable {}
}

package onechat.gateway.admin;

import java.util.List;

/** Says what keeps the server from serving. Asked by many threads at once. */
@FunctionalInterface
public interface Readiness {
    /**
     * What is not ready, a word or two each such as {@code directory}; empty when the server can serve. Answers within
     * a second.
     */
    List<String> notReady();
}

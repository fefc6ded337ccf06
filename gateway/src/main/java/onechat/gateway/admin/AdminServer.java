package onechat.gateway.admin;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Answers health checks and scrapes of metrics over HTTP on the admin port. Any thread may call it; each request has a thread of its
 * own, at most as many at once as connections are let in.
 */
public final class AdminServer {
    private static final Logger log = LoggerFactory.getLogger(AdminServer.class);

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int SERVER_FAULT = 500;
    private static final int UNAVAILABLE = 503;
    private static final int NO_BODY = -1;
    private static final String JSON = "application/json";

    private final JsonFactory json = new JsonFactory();
    private final HttpServer http;
    private final InetSocketAddress endpoint;
    private final ExecutorService threads;
    private final Readiness readiness;
    private final Supplier<String> metrics;

    private AdminServer(HttpServer http, ExecutorService threads, Readiness readiness, Supplier<String> metrics) {
        this.http = http;
        this.endpoint = http.getAddress();
        this.threads = threads;
        this.readiness = readiness;
        this.metrics = metrics;
    }

    /**
     * A server that answers.
     *
     * @param endpoint port 0 picks a free one
     * @param metrics the metrics now, of the content type {@link Metrics#CONTENT_TYPE}; asked by many threads at once
     * @throws IOException when the endpoint can't be listened on
     */
    public static AdminServer start(InetSocketAddress endpoint, Readiness readiness, Supplier<String> metrics)
            throws IOException {
        boundConnections();
        HttpServer http = HttpServer.create(endpoint, 0);
        ExecutorService threads = Executors.newThreadPerTaskExecutor(
                // No virtual ones: under a full load they would wait behind the readers, and it is then that an
                // operator looks.
                Thread.ofPlatform().daemon().name("admin-", 0).factory());
        var server = new AdminServer(http, threads, readiness, metrics);
        http.setExecutor(threads);
        http.createContext("/", server::answer);
        http.start();
        return server;
    }

    /** Where it listens, with the port really used. */
    public InetSocketAddress endpoint() {
        return endpoint;
    }

    /** Closes the port and its connections at once. A second call changes nothing. */
    public void stop() {
        http.stop(0);
        threads.shutdownNow();
    }

    /**
     * The JDK's server takes its bounds from the process alone, at its first use, and has none by default. Here is its
     * only use.
     */
    private static void boundConnections() {
        unlessSet("jdk.httpserver.maxConnections", "64");
        unlessSet("sun.net.httpserver.idleInterval", "10");
        unlessSet("sun.net.httpserver.maxReqTime", "5");
        unlessSet("sun.net.httpserver.maxRspTime", "5");
        // It writes an answer's head and body apart: the second would wait for the first's acknowledgement, 40 ms.
        unlessSet("sun.net.httpserver.nodelay", "true");
    }

    private static void unlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                reply(exchange, METHOD_NOT_ALLOWED, "{\"error\":\"method not allowed\"}");
                return;
            }
            switch (exchange.getRequestURI().getPath()) {
                case "/health/live" -> reply(exchange, OK, "{\"live\":true}");
                case "/health/ready" -> ready(exchange);
                case "/metrics" -> metrics(exchange);
                case null, default -> reply(exchange, NOT_FOUND, "{\"error\":\"not found\"}");
            }
        }
    }

    private void ready(HttpExchange exchange) throws IOException {
        List<String> notReady;
        try {
            notReady = readiness.notReady();
        } catch (RuntimeException e) {
            log.error("readiness could not be told", e);
            reply(exchange, SERVER_FAULT, "{\"error\":\"readiness could not be told\"}");
            return;
        }
        if (notReady.isEmpty()) {
            reply(exchange, OK, "{\"ready\":true}");
        } else {
            reply(exchange, UNAVAILABLE, unready(notReady));
        }
    }

    private void metrics(HttpExchange exchange) throws IOException {
        String text;
        try {
            text = metrics.get();
        } catch (RuntimeException e) {
            log.error("metrics could not be told", e);
            reply(exchange, SERVER_FAULT, "{\"error\":\"metrics could not be told\"}");
            return;
        }
        reply(exchange, OK, Metrics.CONTENT_TYPE, text);
    }

    private String unready(List<String> notReady) {
        var text = new StringWriter();
        try (JsonGenerator out = json.createGenerator(ObjectWriteContext.empty(), text)) {
            out.writeStartObject();
            out.writeBooleanProperty("ready", false);
            out.writeArrayPropertyStart("not_ready");
            notReady.forEach(out::writeString);
            out.writeEndArray();
            out.writeEndObject();
        }
        return text.toString();
    }

    private static void reply(HttpExchange exchange, int status, String json) throws IOException {
        reply(exchange, status, JSON, json);
    }

    private static void reply(HttpExchange exchange, int status, String contentType, String body) throws IOException {
        byte[] octets = body.getBytes(StandardCharsets.UTF_8);
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", contentType);
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        if (exchange.getRequestMethod().equals("HEAD")) {
            headers.set("Content-Length", Integer.toString(octets.length));
            exchange.sendResponseHeaders(status, NO_BODY);
        } else {
            exchange.sendResponseHeaders(status, octets.length);
            exchange.getResponseBody().write(octets);
        }
    }
}

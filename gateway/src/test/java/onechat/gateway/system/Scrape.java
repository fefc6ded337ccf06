package onechat.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a server says of its metrics at one moment, read as strictly as Prometheus' text format is written down. Immutable. */
record Scrape(String text, Map<String, Double> samples) {
    private static final Pattern HELP = Pattern.compile("# HELP ([a-z_][a-z0-9_]*) (\\S.*)");
    private static final Pattern TYPE = Pattern.compile("# TYPE ([a-z_][a-z0-9_]*) (counter|gauge|histogram|summary)");
    private static final Pattern SAMPLE = Pattern.compile("([a-z_][a-z0-9_]*)"
            + "(\\{[a-z_][a-z0-9_]*=\"(?:[^\"\\\\\n]|\\\\[\"\\\\n])*\"(?:,[a-z_][a-z0-9_]*=\"(?:[^\"\\\\\n]|\\\\[\"\\\\n])*\")*})?"
            + " (NaN|[+-]Inf|-?[0-9]+(?:\\.[0-9]+)?(?:E-?[0-9]+)?)");

    /** The metrics of a server now. */
    static Scrape of(HttpClient http, InetSocketAddress admin) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + admin.getPort() + "/metrics"))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValue("text/plain; version=0.0.4; charset=utf-8");
            return read(answer.body());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads the text line by line; whatever does not belong there is a failure. */
    static Scrape read(String text) {
        assertThat(text).endsWith("\n");
        Map<String, Double> samples = new LinkedHashMap<>();
        Set<String> families = new HashSet<>();
        String family = "";
        String type = "";
        for (String line : text.lines().toList()) {
            Matcher help = HELP.matcher(line);
            Matcher typed = TYPE.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (help.matches()) {
                family = help.group(1);
                type = "";
                assertThat(families.add(family))
                        .as("the only family of that name: %s", line)
                        .isTrue();
                if (family.startsWith("onechat_") && !family.endsWith("_max")) {
                    assertThat(help.group(2)).as("a sentence: %s", line).matches("[A-Z].*[a-z]\\.");
                }
            } else if (typed.matches()) {
                assertThat(typed.group(1)).as(line).isEqualTo(family);
                assertThat(type).as("one type: %s", line).isEmpty();
                type = typed.group(2);
            } else {
                assertThat(sample.matches()).as("a sample: %s", line).isTrue();
                assertThat(sample.group(1))
                        .as("%s of the %s %s", line, type, family)
                        .matches(family + suffix(type));
                String labels = sample.group(2) == null ? "" : sample.group(2);
                double value = Double.parseDouble(sample.group(3).replace("Inf", "Infinity"));
                assertThat(samples.put(sample.group(1) + labels, value))
                        .as("the only sample of its labels: %s", line)
                        .isNull();
            }
        }
        assertHistogramsAddUp(samples);
        return new Scrape(text, samples);
    }

    private static String suffix(String type) {
        return switch (type) {
            case "counter", "gauge" -> "";
            case "histogram" -> "(_bucket|_sum|_count)";
            case "summary" -> "(_sum|_count)";
            default -> throw new AssertionError("a sample before its type");
        };
    }

    private static void assertHistogramsAddUp(Map<String, Double> samples) {
        double last = 0;
        String of = "";
        for (Map.Entry<String, Double> sample : samples.entrySet()) {
            int at = sample.getKey().indexOf("_bucket{le=\"");
            if (at < 0) {
                continue;
            }
            String name = sample.getKey().substring(0, at);
            if (!name.equals(of)) {
                of = name;
                last = 0;
            }
            assertThat(sample.getValue()).as(sample.getKey()).isGreaterThanOrEqualTo(last);
            last = sample.getValue();
            if (sample.getKey().endsWith("{le=\"+Inf\"}")) {
                assertThat(samples.get(name + "_count")).as(name).isEqualTo(last);
            }
        }
    }

    /** One sample of the server's own, such as {@code calls} or {@code errors_total{code="10404"}}. */
    double value(String sample) {
        Double value = samples.get("onechat_" + sample);
        assertThat(value).as(sample).isNotNull();
        return value;
    }

    /** All counters of the server's own. */
    Map<String, Double> counters() {
        return own("_total");
    }

    private Map<String, Double> own(String end) {
        return samples.entrySet().stream()
                .filter(sample -> sample.getKey().startsWith("onechat_"))
                .filter(sample -> name(sample.getKey()).endsWith(end))
                .collect(Collectors.toMap(
                        sample -> sample.getKey().substring("onechat_".length()),
                        Map.Entry::getValue,
                        Double::sum,
                        TreeMap::new));
    }

    /** All gauges of the server's own. */
    Map<String, Double> gauges() {
        Map<String, Double> all = own("");
        all.keySet().removeIf(sample -> name(sample).matches(".*(_total|_bucket|_sum|_count|_max)"));
        return all;
    }

    private static String name(String sample) {
        int labels = sample.indexOf('{');
        return labels < 0 ? sample : sample.substring(0, labels);
    }
}

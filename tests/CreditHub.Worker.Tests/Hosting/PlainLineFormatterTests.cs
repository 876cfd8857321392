using CreditHub.Pipelines.Model;
using CreditHub.Worker.Hosting;
using Npgsql;
using Serilog;

namespace CreditHub.Worker.Tests.Hosting;

public sealed class PlainLineFormatterTests
{
    [Fact]
    public void A_value_cannot_forge_a_line()
    {
        string text = Write(log => log.Information("name {Name}", "王\r\n2026-11-20 INF audit ok \u001b[31m\u2028{0:D99999}\u202e"));
        Assert.Single(text.TrimEnd().Split('\n'));
        Assert.DoesNotContain('\u001b', text);
        Assert.DoesNotContain('\u202e', text);
        Assert.Contains("\\u000a", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_of_exceptions_stay_out_because_they_carry_values_of_records()
    {
        var inner = new PostgresException("duplicate key 11010119900307001X", "ERROR", "ERROR", "23505", detail: "Key (id)=(11010119900307001X)");
        string text = Write(log => log.Error(new InvalidOperationException("11010119900307001X", inner), "failed"));
        Assert.DoesNotContain("19900307", text, StringComparison.Ordinal);
        Assert.Contains("23505", text, StringComparison.Ordinal);
        Assert.Contains(nameof(InvalidOperationException), text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_person_should_do_is_kept()
    {
        string text = Write(log => log.Error(new ConnectorException(FailureKind.Config, "check the token"), "failed"));
        Assert.Contains("check the token", text, StringComparison.Ordinal);
    }

    private static string Write(Action<ILogger> write)
    {
        var sink = new StringWriter();
        using (var log = new LoggerConfiguration().WriteTo.Sink(new WriterSink(sink)).CreateLogger())
        {
            write(log);
        }

        return sink.ToString();
    }

    private sealed class WriterSink(TextWriter writer) : Serilog.Core.ILogEventSink
    {
        public void Emit(Serilog.Events.LogEvent logEvent) => new PlainLineFormatter().Format(logEvent, writer);
    }
}

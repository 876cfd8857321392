using CreditHub.Pipelines.Model;
using CreditHub.Worker.Jobs;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CreditHub.Worker.Tests.Jobs;

public sealed class LoopBoundaryTests
{
    [Fact]
    public async Task A_failed_round_is_told_without_its_texts_and_the_loop_lives()
    {
        var log = new Told();
        Assert.False(await LoopBoundary.TryAsync("expiry", () => throw new ConnectorException(FailureKind.Config, "no calendar of 2027"), log, default));
        Assert.False(await LoopBoundary.TryAsync("expiry", () => throw new InvalidOperationException("李示例"), log, default));
        Assert.False(await LoopBoundary.TryAsync("expiry", () => throw new NpgsqlException("Host=secret"), log, default));
        Assert.False(await LoopBoundary.TryAsync("expiry", () => throw new OperationCanceledException("a lease was lost"), log, default));
        Assert.True(await LoopBoundary.TryAsync("expiry", () => Task.CompletedTask, log, default));
        Assert.Equal([LogLevel.Error, LogLevel.Error, LogLevel.Warning, LogLevel.Error], log.Lines.Select(l => l.Level));
        Assert.Contains("no calendar of 2027", log.Lines[0].Text, StringComparison.Ordinal);
        Assert.DoesNotContain(log.Lines, l => l.Text.Contains("李示例", StringComparison.Ordinal) || l.Text.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Being_asked_to_stop_is_no_failure()
    {
        var log = new Told();
        await Assert.ThrowsAsync<TaskCanceledException>(() => LoopBoundary.TryAsync("expiry", () => Task.Delay(1, new CancellationToken(true)), log, new CancellationToken(true)));
        Assert.Empty(log.Lines);
    }

    private sealed class Told : ILogger
    {
        public List<(LogLevel Level, string Text)> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add((logLevel, formatter(state, exception)));
    }
}

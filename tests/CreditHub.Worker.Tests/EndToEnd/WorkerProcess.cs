using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace CreditHub.Worker.Tests.EndToEnd;

/// <summary>The built worker as a process of its own, to be killed at will.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private const int Terminate = 15;
    private const int Stop = 19;
    private const int Continue = 18;

    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly StringBuilder _answer = new();
    private bool _gone;

    public WorkerProcess(IReadOnlyDictionary<string, string> environment, params string[] words)
    {
        var start = BuiltProgram.Words(words);
        // the server of the tests hurries (TestServer)
        start.Environment["CREDITHUB__DATABASE__ACCEPTDATALOSS"] = "true";
        foreach (var (variable, value) in environment)
        {
            start.Environment[variable] = value;
        }

        Words = string.Join(' ', words);
        _process = Process.Start(start)!;
        _process.OutputDataReceived += Hear;
        _process.OutputDataReceived += (_, line) => _answer.AppendLine(line.Data);
        _process.ErrorDataReceived += Hear;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Words { get; }

    public bool HasExited => _gone || _process.HasExited;

    /// <summary>Everything it said so far.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    /// <summary>Its output stream without the notes; whole once it has ended.</summary>
    public string Answer => _answer.ToString();

    /// <summary>SIGKILL; returns when the process is gone. Its sessions at the database may live on for a moment.</summary>
    public async Task KillAsync()
    {
        if (_gone)
        {
            return;
        }

        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Looks without pause and stops the worker where it stands (SIGSTOP) once the condition holds: for what lasts only moments.</summary>
    public async Task CatchAsync(Func<bool> condition)
    {
        await Task.Run(() =>
        {
            while (!condition())
            {
                Assert.False(HasExited, Said);
            }

            Freeze(_process.Id);
        });
        Assert.True(condition());
    }

    /// <summary>SIGSTOP to any process: it stands still where it is.</summary>
    public static void Freeze(int process) => Assert.Equal(0, Signal(process, Stop));

    /// <summary>SIGCONT.</summary>
    public static void Thaw(int process) => Assert.Equal(0, Signal(process, Continue));

    /// <summary>SIGTERM.</summary>
    public void AskToStop() => Assert.Equal(0, Signal(_process.Id, Terminate));

    /// <summary>Waits for its end and returns the exit code.</summary>
    public async Task<int> EndAsync(CancellationToken ct)
    {
        await _process.WaitForExitAsync(ct);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _gone = true;
        _process.Dispose();
    }

    private void Hear(object sender, DataReceivedEventArgs line)
    {
        lock (_said)
        {
            _said.AppendLine(line.Data);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int process, int signal);
}

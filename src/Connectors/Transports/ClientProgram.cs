using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Transports;

/// <summary>
/// A running client program (<c>ssh</c>, <c>curl</c>). Arguments go as a list, never through a shell; the environment is empty but for what is named here, so that
/// neither our secrets nor a proxy setting reach it. Ends with this object; when our process dies its closed pipes end it.
/// </summary>
internal sealed class ClientProgram : IAsyncDisposable
{
    private const int MostComplaint = 16 << 10;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private readonly Process _process;
    private readonly Task<string> _complaint;

    private ClientProgram(Process process)
    {
        _process = process;
        _complaint = ReadComplaintAsync(process.StandardError.BaseStream);
    }

    public Stream Input => _process.StandardInput.BaseStream;

    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>Starts it. Errors: <see cref="ConnectorException"/> of kind Config when it is not installed.</summary>
    public static ClientProgram Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> variables)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/",
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        string? path = Environment.GetEnvironmentVariable("PATH");
        start.Environment.Clear();
        start.Environment["PATH"] = path;
        start.Environment["LC_ALL"] = "C"; // its complaints are compared by us: one language
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        try
        {
            return new ClientProgram(Process.Start(start)!);
        }
        catch (Win32Exception missing)
        {
            throw new ConnectorException(FailureKind.Config, $"the program {program} is missing: install it (Debian: apt-get install openssh-client curl)", missing);
        }
    }

    /// <summary>Waits a moment for the end; exit code and what it complained of. Kills it when it does not end.</summary>
    public async Task<(int ExitCode, string Complaint)> EndAsync()
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(Grace).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Kill();
            await _process.WaitForExitAsync().ConfigureAwait(false);
        }

        return (_process.ExitCode, await _complaint.ConfigureAwait(false));
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await _process.WaitForExitAsync().ConfigureAwait(false);
        _process.Dispose();
    }

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // it ended by itself between the look and the call
            return;
        }
    }

    private static async Task<string> ReadComplaintAsync(Stream stream)
    {
        byte[] buffer = new byte[MostComplaint];
        byte[] rest = new byte[1024];
        int count = 0;
        try
        {
            int read;
            while ((read = await stream.ReadAsync(count < buffer.Length ? buffer.AsMemory(count) : rest).ConfigureAwait(false)) > 0)
            {
                count = Math.Min(buffer.Length, count + read);
            }
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            return Encoding.UTF8.GetString(buffer, 0, count);
        }

        return Encoding.UTF8.GetString(buffer, 0, count);
    }
}

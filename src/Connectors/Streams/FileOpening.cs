using System.Runtime.InteropServices;
using System.Text;
using CreditHub.Pipelines.Model;
using Microsoft.Win32.SafeHandles;

namespace CreditHub.Connectors.Streams;

/// <summary>Opens a file that was looked at before and makes sure it is still that file: nobody may swap in a link or a pipe between the look and the opening.</summary>
internal static class FileOpening
{
    private const int ReadOnlyNonBlockingCloseOnExec = 0x80800;

    /// <summary>Errors: <see cref="ConnectorException"/>, Transient when the file changed or vanished, Config when it may not be read.</summary>
    public static FileStream Open(string path, FileStamp seen)
    {
        var handle = OpenHandle(path);
        try
        {
            if (FileStamp.Of(handle, path) is { Nature: FileNature.Regular } now && now == seen)
            {
                return new FileStream(handle, FileAccess.Read, bufferSize: 0, isAsync: false);
            }

            throw new ConnectorException(FailureKind.Transient, $"{Path.GetFileName(path)}: the file changed before it was read; it is taken by the next run");
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private static SafeFileHandle OpenHandle(string path)
    {
        try
        {
            if (!OperatingSystem.IsLinux())
            {
                return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            }

            // non-blocking, or a pipe put in the file's place would hold us for ever
            var handle = Open(Encoding.UTF8.GetBytes(path + '\0'), ReadOnlyNonBlockingCloseOnExec);
            return handle.IsInvalid ? throw Failure(path, Marshal.GetLastPInvokeError()) : handle;
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new ConnectorException(FailureKind.Config, $"{Path.GetFileName(path)}: no permission to read; grant the service user access", denied);
        }
        catch (IOException failure)
        {
            throw new ConnectorException(FailureKind.Transient, $"{Path.GetFileName(path)}: cannot be opened now", failure);
        }
    }

    private static Exception Failure(string path, int error)
    {
        const int notPermitted = 1, accessDenied = 13;
        string text = Marshal.GetPInvokeErrorMessage(error);
        return error is notPermitted or accessDenied ? new UnauthorizedAccessException(text) : new IOException($"{Path.GetFileName(path)}: {text}", error);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern SafeFileHandle Open(byte[] path, int flags);
}

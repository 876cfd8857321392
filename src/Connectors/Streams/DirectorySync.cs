using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CreditHub.Connectors.Streams;

/// <summary>Makes a rename in a directory outlive a power cut. Nothing to do on Windows, where the file system keeps its own journal of names.</summary>
internal static partial class DirectorySync
{
    private const int ReadOnlyDirectory = 0x10000;

    /// <summary>Errors: <see cref="IOException"/> when the directory cannot be written to disk.</summary>
    public static void Flush(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var handle = new SafeFileHandle(Open(directory, ReadOnlyDirectory), ownsHandle: true);
        // some network file systems know no sync of directories (EINVAL): they are as safe as they are
        if (handle.IsInvalid || (Sync(handle) != 0 && Marshal.GetLastPInvokeError() != 22))
        {
            throw new IOException($"the directory cannot be synced (error {Marshal.GetLastPInvokeError()})");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(SafeFileHandle handle);
}

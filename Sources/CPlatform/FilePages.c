/* The pages of program files that this process has mapped. Written segments are left alone; where
 * the dynamic linker wrote into text (DT_TEXTREL), the whole object is. */
#define _GNU_SOURCE
#include <elf.h>
#include <link.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "CPlatform.h"

static int has_text_relocations(const struct dl_phdr_info *object) {
  for (int i = 0; i < object->dlpi_phnum; i++) {
    if (object->dlpi_phdr[i].p_type != PT_DYNAMIC) continue;
    const ElfW(Dyn) *entry = (const ElfW(Dyn) *)(object->dlpi_addr + object->dlpi_phdr[i].p_vaddr);
    for (; entry->d_tag != DT_NULL; entry++) {
      if (entry->d_tag == DT_TEXTREL) return 1;
      if (entry->d_tag == DT_FLAGS && (entry->d_un.d_val & DF_TEXTREL)) return 1;
    }
  }
  return 0;
}

static int unmap_file_pages(struct dl_phdr_info *object, size_t size, void *page_bytes) {
  (void)size;
  if (has_text_relocations(object)) return 0;
  const uintptr_t page = *(const uintptr_t *)page_bytes;
  for (int i = 0; i < object->dlpi_phnum; i++) {
    const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
    if (segment->p_type != PT_LOAD || (segment->p_flags & PF_W)) continue;
    const uintptr_t start = (object->dlpi_addr + segment->p_vaddr) & ~(page - 1);
    const uintptr_t end = object->dlpi_addr + segment->p_vaddr + segment->p_filesz;
    (void)madvise((void *)start, end - start, MADV_DONTNEED);
  }
  return 0;
}

void platform_unmap_file_pages(void) {
  uintptr_t page_bytes = (uintptr_t)sysconf(_SC_PAGESIZE);
  dl_iterate_phdr(unmap_file_pages, &page_bytes);
}

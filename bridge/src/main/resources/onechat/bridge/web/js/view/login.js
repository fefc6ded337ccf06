import { byId } from './element.js';

/** The form for name and password. */
export class LoginView {
  #form = byId('login-form', HTMLFormElement);
  #name = byId('name', HTMLInputElement);
  #password = byId('password', HTMLInputElement);
  #button = byId('login', HTMLButtonElement);

  /** @param {(name: string, password: string) => Promise<boolean>} login whether it succeeded; one at a time is asked for */
  constructor(login) {
    this.#form.addEventListener('submit', async (event) => {
      event.preventDefault();
      if (this.#button.disabled) return;
      this.#button.disabled = true;
      const done = await login(this.#name.value.trim(), this.#password.value);
      this.#button.disabled = false;
      this.#password.value = '';
      if (!done) this.#password.focus();
    });
  }

  /** @param {string} name of the person who was here before */
  suggest(name) {
    if (this.#name.value === '') this.#name.value = name;
  }

  focus() {
    (this.#name.value === '' ? this.#name : this.#password).focus();
  }
}
